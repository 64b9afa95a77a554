/** Test output for people: what failed, what was skipped or is open and why, what took long, and one closing line. */
import type { TestEvent } from "node:test/reporters";

export default async function* reporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const started = performance.now();
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  let open = 0;
  const slow: { readonly name: string; readonly milliseconds: number }[] = [];
  for await (const event of source) {
    switch (event.type) {
      case "test:pass":
        if (event.data.details.type === "suite") break;
        if (event.data.skip !== undefined) {
          skipped += 1;
          yield `skipped: ${event.data.name} (${event.data.skip === true ? "no reason given" : event.data.skip})\n`;
        } else {
          passed += 1;
          slow.push({ name: event.data.name, milliseconds: event.data.details.duration_ms });
        }
        break;
      case "test:fail": {
        if (event.data.details.type === "suite" && event.data.details.error.message.includes("subtest"))
          break;
        // A test of what is not yet put right: told, and no failure.
        if (event.data.todo !== undefined) {
          open += 1;
          yield `open: ${event.data.name} (${event.data.todo === true ? "no reason given" : event.data.todo})\n`;
          break;
        }
        failed += 1;
        const cause = event.data.details.error.cause;
        yield `\nFAILED ${event.data.file ?? ""}:${event.data.line ?? ""}\n  ${event.data.name}\n`;
        yield `${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? event.data.details.error)}\n`;
        break;
      }
      case "test:stderr":
        yield event.data.message;
        break;
      case "test:stdout":
        yield event.data.message;
        break;
      default:
        break;
    }
  }
  slow.sort((a, b) => b.milliseconds - a.milliseconds);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  yield `\nslowest: ${slow
    .slice(0, 5)
    .map((test) => `${(test.milliseconds / 1000).toFixed(1)} s ${test.name}`)
    .join(
      "; ",
    )}\nin ${seconds} s\n${open === 0 ? "" : `${open} open\n`}${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
