/** What a watch says of itself while it runs: on standard error, as standard output is for alerts. */
import { counted, jsonLine, plain } from "../../report/plain.ts";
import type { WatchSummary, WatchTold } from "../../work/watch/watch.ts";
import type { OutputFormat } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

export function tellWatch(told: WatchTold, terminal: Terminal): void {
  switch (told.kind) {
    case "ready":
      terminal.note(
        `watching ${counted(told.accounts, "account")}${told.chains ? ", chains of roles too" : ""}; ctrl-c ends it`,
      );
      break;
    case "settled":
      for (const { severity, title, expected } of told.driftEvents) {
        const announced = expected === null ? "" : ` (announced by ${expected.ticket})`;
        terminal.note(plain(`${severity}: ${title}${announced}`));
      }
      break;
    case "full-read":
      terminal.note(
        told.found === 0
          ? "everything was read: nothing differs from what is known"
          : `everything was read: ${counted(told.found, "subject")} differ${told.found === 1 ? "s" : ""} from what is known`,
      );
      break;
    case "chains":
      terminal.note(`chains of roles were looked at anew: ${told.opened} appeared, ${told.closed} vanished`);
      break;
    case "trouble":
      terminal.warn(told.what);
      break;
  }
}

export function printSummary(
  { counts, driftEvents }: WatchSummary,
  left: { readonly waiting: number; readonly dead: number },
  format: OutputFormat,
  terminal: Terminal,
): void {
  const listed = (map: ReadonlyMap<string, number> | undefined) => Object.fromEntries(map ?? []);
  if (format === "json") {
    const summary = {
      messages: counts?.messages ?? 0,
      events: counts?.events ?? 0,
      duplicates: counts?.duplicates ?? 0,
      malformed: counts?.malformed ?? 0,
      ignored: listed(counts?.ignored),
      unknown: listed(counts?.unknown),
      driftEvents,
      deliveries: left,
    };
    terminal.raw(`${jsonLine(summary)}\n`);
    return;
  }
  if (counts !== null) {
    const unknown = [...counts.unknown.values()].reduce((sum, one) => sum + one, 0);
    terminal.note(
      `${counted(counts.messages, "message")}: ${counted(counts.events, "event")}, ${counted(counts.duplicates, "duplicate")}, ${unknown} not on the list, ${counts.malformed} malformed`,
    );
    for (const [name, count] of counts.unknown) terminal.note(`not on the list: ${plain(name)} (${count})`);
  }
  terminal.note(
    `${counted(driftEvents, "change")} of access; alerts: ${left.waiting} waiting for another attempt, ${left.dead} given up${left.dead > 0 ? " (accesslens alerts list)" : ""}`,
  );
}
