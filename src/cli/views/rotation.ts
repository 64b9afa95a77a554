/** A step of a rotation, for people and programs. */
import { maskPolicyText, maskValue } from "../../policy/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { shellWord } from "../../report/shell.ts";
import { type Cell, table } from "../../report/table.ts";
import type {
  RotateAnswer,
  TrailEvidence,
  TrustStep,
} from "../../work/provision/external-ids/external-ids-shape.ts";
import type { WithRegistry } from "../commands/external-id.ts";
import type { Terminal } from "../terminal.ts";

export function tellRotation(
  answer: RotateAnswer,
  args: WithRegistry,
  isNew: boolean,
  terminal: Terminal,
): void {
  const shows = args.externalIds === "shown" || (isNew && args.externalIds === undefined);
  const told = shows ? answer : masked(answer);
  if (args.format === "json") terminal.raw(`${jsonLine(told)}\n`);
  else print(told, terminal);
}

function masked(answer: RotateAnswer): RotateAnswer {
  return {
    ...answer,
    externalId: maskValue(answer.externalId),
    condition: maskPolicyText(answer.condition),
    trusts: answer.trusts.map((one) => ({
      ...one,
      before: one.before === null ? null : maskPolicyText(one.before),
      after: one.after === null ? null : maskPolicyText(one.after),
    })),
  };
}

function print(answer: RotateAnswer, terminal: Terminal): void {
  const { relationship, step, externalId, condition, trusts, evidence, finished } = answer;
  const name = terminal.style("bold", plain(relationship));
  if (evidence !== null) printEvidence(evidence, step, terminal);
  if (step === "both") {
    terminal.line(`${name}: the new external ID is ${plain(externalId)}`);
    terminal.line("First, every trust policy accepts both:");
  } else if (finished) {
    const [goes, stays] = step === "finish" ? ["old", "new"] : ["new", "old"];
    terminal.line(`${name}: the ${goes} external ID is revoked.`);
    terminal.line(`Now every trust policy asks for the ${stays} one alone:`);
  } else if (trusts.length === 0) return;
  else terminal.line(`${name}: nothing is revoked; trust policies are to ask for the one that stays alone:`);
  terminal.line(`  "Condition": ${plain(condition)}`);
  if (trusts.length > 0) {
    const rows = trusts.map((one): Cell[] => [
      { text: one.applied ? "written" : one.state },
      { text: one.role },
      { text: acceptedText(one) },
      { text: one.why ?? "" },
    ]);
    terminal.line();
    terminal.line(table(["STATE", "ROLE", "ACCEPTS NOW", "WHY"], rows, terminal.width));
    for (const one of trusts) {
      if (one.after === null || one.applied) continue;
      terminal.line();
      terminal.line(`${plain(one.role)} (${one.characters} characters):`);
      terminal.line(`  ${plain(one.after)}`);
    }
  }
  const left = trusts.filter(({ state }) => state === "error").length;
  if (left > 0) printLeft(answer, left, terminal);
  if (step !== "both" || left > 0) return;
  terminal.line();
  terminal.line("Then the third party brings the new one, and when nobody brings the old one any more:");
  terminal.line(
    `  accesslens external-id rotate --finish --relationship ${shellWord(relationship)} --trail-files DIRECTORY --store …`,
  );
}

/** As it stands, whatever is planned. */
function acceptedText({ accepts }: TrustStep): string {
  if (accepts === null) return "not known";
  return accepts.length === 0 ? "neither" : accepts.join(" and ");
}

/** What holds while not every trust policy is at the step, and the ways out. */
function printLeft({ relationship, step, trusts }: RotateAnswer, left: number, terminal: Terminal): void {
  const rotate = `accesslens external-id rotate --relationship ${shellWord(relationship)}`;
  terminal.line();
  terminal.line(`Of ${trusts.length} trust policies, ${left} could not be brought to this step (WHY).`);
  if (step === "both") {
    terminal.line("The third party goes on bringing the old one: both are not accepted everywhere yet.");
    terminal.line(`When what stands in the way is gone: ${rotate} --apply --store …`);
    terminal.line(`Or back to the old one alone:        ${rotate} --abort --apply --store …`);
    return;
  }
  const [goes, stays] = step === "abort" ? ["new", "old"] : ["old", "new"];
  terminal.line(
    `The registry keeps both: the ${goes} one is not revoked while a trust policy may accept it.`,
  );
  terminal.line(
    `The third party brings the ${stays} one: policies that are done refuse the ${goes} one already.`,
  );
  terminal.line(`When what stands in the way is gone: ${rotate} --${step} --apply --store …`);
}

function printEvidence(evidence: TrailEvidence, step: RotateAnswer["step"], terminal: Terminal): void {
  const [goes, stays] = step === "abort" ? ["new", "old"] : ["old", "new"];
  const { events, from, to, oldUses, newUses, skipped } = evidence;
  terminal.line(
    events === 0
      ? "CloudTrail: no AssumeRole event in the files."
      : `CloudTrail: ${counted(events, "AssumeRole event")} from ${from} to ${to}; the ${stays} external ID let somebody in ${newUses} times.`,
  );
  for (const { file, why } of skipped) terminal.line(`  ${plain(file)}: ${plain(why)}`);
  if (oldUses.length === 0) return;
  const rows = oldUses.map((one): Cell[] => [
    { text: one.by },
    { text: one.role },
    { text: String(one.count) },
    { text: one.last },
    { text: one.lastOfNew ?? "never" },
  ]);
  terminal.line(
    table(
      [`USES THE ${goes} ONE`, "ROLE", "TIMES", "LAST", `LAST OF THE ${stays} ONE`].map((one) =>
        one.toUpperCase(),
      ),
      rows,
      terminal.width,
    ),
  );
  terminal.line();
}
