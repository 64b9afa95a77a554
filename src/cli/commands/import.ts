/** `accesslens import`: AWS CLI output, or what iam-collect wrote, to a snapshot. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { importDirectory, placeOf } from "../../collect/files/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import { done, failed, inputFailure, type Outcome, type OutputFormat } from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import { unwritableReason } from "../outputs.ts";
import type { Terminal } from "../terminal.ts";

export type ImportArguments = {
  readonly out: string;
  readonly keepGoing?: boolean;
  readonly format: OutputFormat;
};

export async function runImport(input: string, args: ImportArguments, terminal: Terminal): Promise<Outcome> {
  const unwritable = unwritableReason(args.out);
  if (unwritable !== null) return failed(inputFailure([unwritable], "Name a file to write with --out."));
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
          ...shown.map((error) => `${placeIn(input, error)}: ${asSentence(error.message)} ${error.advice}`),
          ...(more > 0 ? [`and ${more} more`] : []),
        ],
        existsSync(input)
          ? "Nothing was written. With --keep-going, what can't be read is recorded as missing."
          : "Nothing was written.",
      ),
    );
  }
  const { snapshot, warnings, errors } = imported.value;
  for (const warning of warnings) terminal.warn(warning);
  for (const error of errors.slice(0, 20)) terminal.warn(`${placeIn(input, error)}: ${error.message}`);
  if (errors.length > 20) terminal.warn(`and ${errors.length - 20} more`);
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
    terminal.raw(`${jsonLine(summary)}\n`);
    return done;
  }
  const { organization } = snapshot;
  const roles = counted(summary.roles, "role");
  terminal.line(
    plain(
      organization === null
        ? `${args.out}: ${counted(summary.accountsWithData, "account")}, ${roles}, no organization: every other account counts as outside`
        : `${args.out}: organization ${organization.id}, ${counted(summary.accounts, "account")} (${summary.accountsWithData} with data), ${roles}`,
    ),
  );
  const gaps = snapshot.coverage.length;
  if (gaps > 0) {
    terminal.line(
      `not read: ${counted(gaps, "thing")}; accesslens show overview lists what could change an answer`,
    );
  }
  terminal.line("next: accesslens scan");
  return done;
}

/** Where the file stands from here, so that editors and terminals find it. */
function placeIn(input: string, error: Parameters<typeof placeOf>[0]): string {
  const isInside = statSync(input, { throwIfNoEntry: false })?.isDirectory() === true;
  return placeOf(isInside ? { ...error, file: join(input, error.file) } : error);
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
