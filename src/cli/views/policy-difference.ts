/** What a change does to a policy's text, statement by statement. */
import { canonicalStatement, statementsOf } from "../../provision/index.ts";
import { plain } from "../../report/plain.ts";
import type { Terminal } from "../terminal.ts";

export function printPolicyDifference(before: string | null, after: string | null, terminal: Terminal): void {
  const [was, is] = [before, after].map((text) => {
    const found = text === null ? null : statementsOf(text);
    return found?.ok === true ? found.value.map((one) => one.text) : [];
  });
  const known = new Set(was?.map(canonicalStatement));
  const now = new Set(is?.map(canonicalStatement));
  const kept = was?.filter((text) => now.has(canonicalStatement(text))).length ?? 0;
  if (before === null) terminal.line("  (there is no policy yet)");
  if (kept > 0)
    terminal.line(`    ${kept === 1 ? "1 statement stays as it is" : `${kept} statements stay as they are`}`);
  for (const text of was ?? []) {
    if (!now.has(canonicalStatement(text))) terminal.line(terminal.style("red", plain(`  - ${text}`)));
  }
  for (const text of is ?? []) {
    if (!known.has(canonicalStatement(text))) terminal.line(terminal.style("green", plain(`  + ${text}`)));
  }
  if (after === null) terminal.line("  (there is no policy then)");
}

/** Of texts that are no policies: the lines that go and come, each as often as it does. Null: there is none. */
export function printLineDifference(before: string | null, after: string | null, terminal: Terminal): void {
  const [was, is] = [before, after].map((text) => text?.split("\n") ?? []);
  for (const line of without(was ?? [], is ?? [])) terminal.line(terminal.style("red", plain(`  - ${line}`)));
  for (const line of without(is ?? [], was ?? [])) {
    terminal.line(terminal.style("green", plain(`  + ${line}`)));
  }
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
