/** `accesslens collect`: live AWS to a snapshot. */
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import { type Collection, collectLive, planLive } from "../../work/collect/index.ts";
import { type CollectArguments, failureOf, settingsOf } from "../collect-settings.ts";
import { done, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import { unwritableReason } from "../outputs.ts";
import type { Terminal } from "../terminal.ts";
import { printPlan } from "../views/collection-plan.ts";
import { progressLine } from "../views/collection-progress.ts";
import { printUnseen } from "../views/unseen.ts";

export async function runCollect(args: CollectArguments, terminal: Terminal): Promise<Outcome> {
  const settings = await settingsOf(args);
  if (!settings.ok) return failed(settings.error);
  if (args.plan === true) {
    const plan = await planLive(settings.value);
    if (!plan.ok) return failed(failureOf(plan.error));
    if (args.format === "json") terminal.raw(`${jsonLine(plan.value)}\n`);
    else printPlan(plan.value, terminal);
    return done;
  }
  const { out } = args;
  if (out === undefined) {
    return failed(
      usageFailure("--out is missing: the snapshot to write", "Such as --out org.alens; or --plan."),
    );
  }
  const unwritable = unwritableReason(out);
  if (unwritable !== null) return failed(inputFailure([unwritable], "Name a file to write with --out."));
  const collection = await collectLive(
    settings.value,
    {
      folder: `${out}.collecting`,
      how: args.restart === true ? "restart" : args.resume === true ? "resume" : "fresh",
    },
    (progress) => terminal.progress(() => progressLine(progress), { everySeconds: 30 }),
  );
  if (!collection.ok) return failed(failureOf(collection.error));
  const { snapshot } = collection.value;
  const written = await writeSnapshot(out, snapshot);
  if (!written.ok) return failed(snapshotFailure(written.error));
  await collection.value.finished();
  rememberSnapshot(out);
  tell(out, args, collection.value, terminal);
  return done;
}

function tell(out: string, { format }: CollectArguments, collection: Collection, terminal: Terminal): void {
  const { snapshot, counts, units, unitsFromJournal, unseen } = collection;
  const summary = {
    snapshot: out,
    organization: snapshot.organization?.id ?? null,
    accounts: snapshot.accounts.length,
    accountsWithData: snapshot.accounts.filter((account) => account.hasData).length,
    roles: snapshot.roles.count,
    documents: snapshot.documents.count,
    calls: counts,
    units,
    unitsFromJournal,
    unseen,
    coverage: snapshot.coverage,
  };
  if (format === "json") {
    terminal.raw(`${jsonLine(summary)}\n`);
    return;
  }
  const { organization } = snapshot;
  terminal.line(
    plain(
      `${out}: ${organization === null ? "no organization" : `organization ${organization.id}`}, ${counted(summary.accounts, "account")} (${summary.accountsWithData} with data), ${counted(summary.roles, "role")}; ${counted(counts.calls, "call")}`,
    ),
  );
  printUnseen(unseen, terminal);
  if (snapshot.coverage.length > 0)
    terminal.line(`all ${counted(snapshot.coverage.length, "gap")}: accesslens show overview`);
  terminal.line("next: accesslens scan");
}
