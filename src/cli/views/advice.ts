/** Advice for people: what is recommended and why, then each way with its reasons, what makes it, and what it exposes. */
import { guardText, whoText } from "../../report/guard.ts";
import { plain } from "../../report/plain.ts";
import type { Advice, AdvisedWay } from "../../work/provision/advice/index.ts";
import type { Terminal } from "../terminal.ts";

export function printAdvice(advice: Advice, out: string | null, terminal: Terminal): void {
  const best = advice.ways.find(({ kind }) => kind === advice.recommended);
  const title = best === undefined ? "No way is recommended" : `Recommended: ${best.title}`;
  terminal.line(terminal.style("bold", plain(title)));
  terminal.line(plain(advice.because));
  for (const way of advice.ways) printWay(way, out, terminal);
  if (advice.unknown.length === 0) return;
  terminal.line();
  terminal.line(terminal.style("bold", "Not known"));
  for (const one of advice.unknown) terminal.line(plain(`  ${one}`));
}

const stateTexts = {
  proven: "proven: every request that was tried is allowed then",
  unproven: "nothing known is in the way, and not all is known",
  blocked: "still denied",
  impossible: "no way",
} as const;

const marks = { for: "+", against: "-", never: "x", neutral: " " } as const;

function printWay(way: AdvisedWay, out: string | null, terminal: Terminal): void {
  terminal.line();
  const { title, state } = way;
  const colour = state === "proven" ? "green" : state === "unproven" ? "yellow" : "red";
  terminal.line(`${terminal.style("bold", plain(title))}: ${terminal.style(colour, stateTexts[state])}`);
  for (const { speaks, says, source } of way.reasons) {
    // What else would speak for what is no way helps nobody.
    if (state === "impossible" && speaks !== "never") continue;
    terminal.line(plain(`  ${marks[speaks]} ${says}`));
    terminal.line(terminal.style("dim", plain(`    ${source}`)));
  }
  for (const one of way.blockedBy) terminal.line(terminal.style("red", plain(`  ${one}`)));
  for (const one of way.unknown) terminal.line(plain(`  Not known: ${one}`));
  printExposure(way, terminal);
  // Of what is denied, --format json has what it would take.
  if (state === "impossible" || state === "blocked") return;
  if (way.commands.length > 0) terminal.line("  To apply (grant without --apply shows its plan):");
  let place: string | null = null;
  for (const { account, command } of way.commands) {
    if (account !== place) terminal.line(`    in account ${account}:`);
    place = account;
    terminal.line(plain(`      ${command}`));
  }
  for (const { name, what, text } of way.files) {
    if (out !== null) {
      terminal.line(plain(`  ${out}/${way.kind}/${name}: ${what}`));
      continue;
    }
    terminal.line(plain(`  ${name}: ${what}`));
    const lines = name.endsWith(".json") ? [JSON.stringify(JSON.parse(text))] : text.trimEnd().split("\n");
    for (const line of lines) terminal.line(plain(`    ${line}`));
  }
}

/** So many are told of each request. */
const toldAtMost = 5;

function printExposure({ exposes, state }: AdvisedWay, terminal: Terminal): void {
  if (exposes === null || state === "impossible") return;
  for (const { action, resource, gained } of exposes) {
    const can = action === "sts:AssumeRole" ? `assume ${resource}` : `${action} on ${resource}`;
    if (gained.length === 0) terminal.line(plain(`  Nobody can ${can} who could not before.`));
    else terminal.line(plain(`  Then can, and could not before, ${can}:`));
    for (const who of gained.slice(0, toldAtMost)) {
      const certainty = who.proven ? "" : " (may)";
      terminal.line(
        plain(
          `    ${whoText(who)}${certainty}${who.guard.length === 0 ? "" : `, when ${guardText(who.guard)}`}`,
        ),
      );
    }
    const more = gained.length - toldAtMost;
    if (more > 0) terminal.line(plain(`    and ${more} more`));
  }
}
