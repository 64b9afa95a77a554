/** `accesslens trail who`: who assumed which role. */
import { jsonLine } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import { type WhoAnswer, whoAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome } from "../exit.ts";
import { noSuchRole } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, noTrailEither, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail, timeText } from "../views/trail-rows.ts";

export async function runTrailWho(
  role: string | undefined,
  args: TrailArguments & { readonly daily?: boolean },
  terminal: Terminal,
): Promise<Outcome> {
  const { daily = false } = args;
  const asked = await askTrail(args, terminal, () => ({ places: true, days: daily }));
  if (!asked.ok) return failed(asked.error);
  const { snapshot } = asked.value.engine;
  const answer = withDigests(asked.value, whoAnswer(asked.value, role ?? null, { daily }));
  // One that is gone may well be asked about: then the trail has it.
  if (role !== undefined && answer.who.length === 0) {
    const index = snapshot.roles.byArn(role);
    const isHeld = index !== null && snapshot.roles.arn(index) === role;
    if (!isHeld && !asked.value.audit.uses.some(({ roleName }) => roleName === role))
      return failed(noSuchRole(role, snapshot, asked.value.path, noTrailEither));
  }
  if (args.format === "json") {
    terminal.raw(`${jsonLine(answer)}\n`);
    return trailOutcome(asked.value);
  }
  if (args.format === "ndjson") {
    rawRows(answer, answer.who, terminal);
    return trailOutcome(asked.value);
  }
  printTrail(answer, terminal);
  if (answer.who.length === 0) {
    terminal.line(role === undefined ? "Nobody assumed a role." : "Nobody assumed it.");
    return trailOutcome(asked.value);
  }
  if (daily) {
    printDays(answer.who, args.limit, terminal);
    return trailOutcome(asked.value);
  }
  const shown = args.limit === 0 ? answer.who : answer.who.slice(0, args.limit);
  const rows = shown.map(({ count, last, by, role: of, networks, external }) => [
    { text: String(count) },
    { text: timeText(last) },
    { text: by, style: (text: string) => (external ? terminal.style("yellow", text) : text) },
    { text: external ? "outside" : "" },
    { text: of },
    { text: networks.slice(0, 3).join(", ") + (networks.length > 3 ? `, ${networks.length - 3} more` : "") },
  ]);
  terminal.line(table(["CALLS", "LAST", "BY", "", "ROLE", "FROM"], rows, terminal.width));
  moreRows(shown.length, answer.who.length, terminal);
  return trailOutcome(asked.value);
}

/** The latest day first. */
function printDays(who: WhoAnswer["who"], limit: number, terminal: Terminal): void {
  const all = who
    .flatMap(({ days = [], ...one }) => days.map((counts) => ({ ...one, ...counts })))
    .toSorted((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : b.granted - a.granted));
  const shown = limit === 0 ? all : all.slice(0, limit);
  const rows = shown.map(({ day, granted, refused, by, role, external }) => [
    { text: day },
    { text: String(granted) },
    { text: refused === 0 ? "" : String(refused) },
    { text: by, style: (text: string) => (external ? terminal.style("yellow", text) : text) },
    { text: external ? "outside" : "" },
    { text: role },
  ]);
  terminal.line(table(["DAY", "CALLS", "REFUSED", "BY", "", "ROLE"], rows, terminal.width));
  moreRows(shown.length, all.length, terminal);
}
