/** `accesslens advise`: how somebody is best let use a resource. */
import { join } from "node:path";
import { isAccountId, type Snapshot } from "../../model/index.ts";
import { readQuestion } from "../../provision/advice/index.ts";
import { jsonLine } from "../../report/plain.ts";
import { openActionCatalogue } from "../../work/action-file.ts";
import { advise } from "../../work/provision/advice/index.ts";
import { ownerOfResource } from "../../work/simulate/index.ts";
import { done, exitCodes, failed, type Outcome, type OutputFormat, usageFailure } from "../exit.ts";
import { openIfAny } from "../open.ts";
import { writeSetupFiles } from "../setup-files.ts";
import type { Terminal } from "../terminal.ts";
import { printAdvice } from "../views/advice.ts";

export type AdviseArguments = {
  readonly from: string;
  readonly to: readonly string[];
  readonly action: readonly string[];
  readonly snapshot?: string;
  readonly orgId?: string;
  readonly account?: string;
  readonly key?: string;
  readonly region?: string;
  readonly keepOwn?: boolean;
  readonly role?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly format: OutputFormat;
};

export async function runAdvise(args: AdviseArguments, terminal: Terminal): Promise<Outcome> {
  if (args.role !== undefined && !/^[\w+=,.@-]{1,64}$/.test(args.role)) {
    return failed(
      usageFailure(`--role: ${args.role} is no role's name`, "1 to 64 letters, digits and _+=,.@-"),
    );
  }
  const engine = await openIfAny(args);
  if (engine !== null && "exitCode" in engine) return failed(engine);
  const snapshot = engine?.snapshot ?? null;
  const question = readQuestion(
    {
      ...{ from: args.from, to: args.to, actions: args.action, keepsOwn: args.keepOwn === true },
      ...(args.orgId === undefined ? {} : { organization: args.orgId }),
      ...(args.account === undefined ? {} : { account: args.account }),
      ...(args.key === undefined ? {} : { key: args.key }),
      ...(args.region === undefined ? {} : { region: args.region }),
    },
    (arn) => {
      const owner = ownerOfResource(arn, snapshot);
      return owner !== null && isAccountId(owner) ? owner : null;
    },
    (session) => roleOf(session, snapshot),
  );
  if (!question.ok) return failed(usageFailure(question.error.why, question.error.advice));
  const advice = advise(question.value, {
    ...{ engine, catalogue: openActionCatalogue(), roleName: args.role ?? null },
  });
  for (const { kind, state, files } of args.out === undefined ? [] : advice.ways) {
    if (state === "impossible" || state === "blocked") continue;
    const folder = { out: join(args.out ?? "", kind), force: args.force === true };
    const refused = await writeSetupFiles(files, folder);
    if (refused !== null) return refused;
  }
  if (args.format === "json") terminal.raw(`${jsonLine(advice)}\n`);
  else printAdvice(advice, args.out ?? null, terminal);
  return advice.recommended === null ? { kind: "done", exitCode: exitCodes.findings } : done;
}

function roleOf(session: string, snapshot: Snapshot | null): string | null {
  const index = snapshot?.roles.byArn(session) ?? null;
  return index === null || snapshot === null ? null : snapshot.roles.arn(index);
}
