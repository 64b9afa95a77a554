/** What tables about a trail have in common. */
import { counted } from "../../report/plain.ts";
import type { ToldDigests } from "../../work/trail/index.ts";
import type { Terminal } from "../terminal.ts";
import { printDigests } from "./trail-digests.ts";

/** Which trail it was. */
export function printTrail(
  {
    events,
    first,
    last,
    digests,
  }: {
    readonly events: number;
    readonly first: string | null;
    readonly last: string | null;
    readonly digests?: ToldDigests | undefined;
  },
  terminal: Terminal,
): void {
  const span = first === null || last === null ? "" : `, ${timeText(first)} to ${timeText(last)}`;
  terminal.line(`${counted(events, "event")} of calls that give sessions${span}`);
  if (digests !== undefined) printDigests(digests, terminal);
}

/** To the minute. */
export function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

export function moreRows(shown: number, all: number, terminal: Terminal): void {
  if (shown < all) terminal.line(`… and ${all - shown} more: --limit 0 shows all`);
}
