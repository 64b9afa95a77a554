/** `accesslens trail tighten`: trust policies as narrow as their use. */
import { splitArn } from "../../model/index.ts";
import { maskPolicyText } from "../../report/mask.ts";
import { counted, jsonLine, plain, plainLines } from "../../report/plain.ts";
import { shellWord } from "../../report/shell.ts";
import { type TightenAnswer, tightenAnswer } from "../../work/trail/index.ts";
import { failed, type Outcome } from "../exit.ts";
import { masksExternalIds, noSuchRole } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";
import { askTrail, type TrailArguments } from "../trail-inputs.ts";
import { rawRows, trailOutcome, withDigests } from "../views/trail-digests.ts";
import { moreRows, printTrail } from "../views/trail-rows.ts";
import { exactRole } from "./trail-compare.ts";

export async function runTrailTighten(
  named: readonly string[],
  args: TrailArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const asked = await askTrail(args, terminal, () => ({}));
  if (!asked.ok) return failed(asked.error);
  const { snapshot } = asked.value.engine;
  const missing = named.find((arn) => exactRole(arn, snapshot) === null);
  if (missing !== undefined) return failed(noSuchRole(missing, snapshot, asked.value.path));
  const roles = named.length === 0 ? null : named.flatMap((arn) => exactRole(arn, snapshot) ?? []);
  const whole = tightenAnswer(asked.value, asked.value.facts, roles, (at, of) =>
    terminal.progress(() => `tightening: role ${at + 1} of ${of}`),
  );
  const answer = withDigests(asked.value, masksExternalIds(args) ? masked(whole) : whole);
  if (args.format === "json") terminal.raw(`${jsonLine(answer)}\n`);
  else if (args.format === "ndjson") rawRows(answer, answer.roles, terminal);
  else print(answer, args, terminal);
  return trailOutcome(asked.value);
}

function masked(answer: TightenAnswer): TightenAnswer {
  return {
    ...answer,
    roles: answer.roles.map((one) => ({
      ...one,
      before: maskPolicyText(one.before),
      after: one.after === null ? null : maskPolicyText(one.after),
    })),
  };
}

function print(answer: TightenAnswer, { limit }: TrailArguments, terminal: Terminal): void {
  printTrail(answer, terminal);
  if (answer.roles.length === 0) {
    terminal.line("No trust policy can be tightened by what this trail tells.");
    return;
  }
  const shown = limit === 0 ? answer.roles : answer.roles.slice(0, limit);
  for (const { role, why, narrowings, after, verified, impossible } of shown) {
    terminal.line();
    terminal.line(terminal.style("bold", plain(role)));
    if (after === null || verified === null) {
      terminal.line(`  stays as it is: ${plain(why ?? "")}`);
      continue;
    }
    for (const { sid, statement, principal, by } of narrowings) {
      const place = `statement ${plain(sid ?? String(statement))}`;
      terminal.line(`  - ${place}: ${plain(principal)}`);
      for (const name of by) terminal.line(`  + ${place}: ${plain(name)}`);
    }
    const open = verified.open === 0 ? "" : `, of ${verified.open} of which the trail does not tell all`;
    terminal.line(
      `  lets in nobody new; ${counted(verified.calls, "call")} of the trail would pass as before${open}`,
    );
    if (impossible.length > 0)
      terminal.line(
        `  impossible already, and not kept: ${impossible.map(({ by }) => plain(by)).join(", ")}`,
      );
    terminal.line(plainLines(after));
    const name = splitArn(role)?.resource.split("/").at(-1) ?? "";
    terminal.line(
      `  aws iam update-assume-role-policy --role-name ${shellWord(name)} --policy-document file://trust.json   # as above, with its external IDs; or: accesslens fix --tighten`,
    );
  }
  terminal.line();
  moreRows(shown.length, answer.roles.length, terminal);
}
