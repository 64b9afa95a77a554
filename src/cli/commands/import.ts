/** `accesslens import`: AWS CLI output to a snapshot. */
import { importDirectory, placeOf } from "../../collect/files/index.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import { done, failed, inputFailure, type Outcome, type OutputFormat } from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import type { Terminal } from "../terminal.ts";

export type ImportArguments = {
  readonly out: string;
  readonly keepGoing?: boolean;
  readonly format: OutputFormat;
};

export async function runImport(input: string, args: ImportArguments, terminal: Terminal): Promise<Outcome> {
  const imported = await importDirectory(input, {
    keepGoing: args.keepGoing === true,
    progress: (count, all) => terminal.progress(`${count} of ${all} accounts`),
  });
  if (!imported.ok) {
    const shown = imported.error.slice(0, 20);
    const more = imported.error.length - shown.length;
    return failed(
      inputFailure(
        [
          ...shown.map((error) => `${placeOf(error)}: ${error.message} ${error.advice}`),
          ...(more > 0 ? [`and ${more} more`] : []),
        ],
        "Nothing was written. With --keep-going, what can't be read is recorded as missing.",
      ),
    );
  }
  const { snapshot, warnings, errors } = imported.value;
  for (const warning of warnings) terminal.warn(warning);
  for (const error of errors.slice(0, 20)) terminal.warn(`${placeOf(error)}: ${error.message}`);
  const written = await writeSnapshot(args.out, snapshot);
  if (!written.ok) return failed(snapshotFailure(written.error));
  rememberSnapshot(args.out);
  const summary = {
    snapshot: args.out,
    organization: snapshot.organization?.id ?? null,
    accounts: snapshot.accounts.length,
    accountsWithData: snapshot.accounts.filter((account) => account.hasData).length,
    roles: snapshot.roles.count,
    documents: snapshot.documents.count,
    coverage: snapshot.coverage,
  };
  if (args.format === "json") {
    terminal.raw(`${JSON.stringify(summary)}\n`);
    return done;
  }
  const { organization } = snapshot;
  terminal.line(
    organization === null
      ? `${args.out}: ${summary.accountsWithData} account${summary.accountsWithData === 1 ? "" : "s"}, ${summary.roles} roles, no organization: every other account counts as outside`
      : `${args.out}: organization ${organization.id}, ${summary.accounts} accounts (${summary.accountsWithData} with data), ${summary.roles} roles`,
  );
  if (snapshot.coverage.length > 0) {
    terminal.line(`${snapshot.coverage.length} things were not read; accesslens show overview lists them`);
  }
  terminal.line("next: accesslens scan");
  return done;
}
