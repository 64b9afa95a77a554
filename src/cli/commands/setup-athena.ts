/** `accesslens setup athena`: the table over an organization's trail, printed, and made where that is asked for. */
import {
  athenaCalls,
  athenaNeedsBesides,
  createTableStatement,
  lakeCalls,
  openAthena,
  sqlAddress,
} from "../../logs/trail-sql/index.ts";
import { type AccountId, err, isAccountId, ok, type Result } from "../../model/index.ts";
import { jsonLine, plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import {
  done,
  type Failure,
  failed,
  inputFailure,
  type Outcome,
  type OutputFormat,
  usageFailure,
} from "../exit.ts";
import type { InputOptions } from "../inputs.ts";
import { openChosen } from "../open.ts";
import type { Terminal } from "../terminal.ts";
import { TrailAccess } from "../trail-access.ts";

export type SetupAthenaArguments = Omit<InputOptions, "format"> & {
  readonly bucket?: string;
  readonly organization?: string;
  readonly table: string;
  readonly accounts?: readonly string[];
  readonly trailRegions?: readonly string[];
  readonly since?: string;
  readonly create?: string;
  readonly explain?: boolean;
  readonly region?: string;
  readonly format: OutputFormat;
};

export async function runSetupAthena(args: SetupAthenaArguments, terminal: Terminal): Promise<Outcome> {
  if (args.explain === true) return explain(args, terminal);
  const { bucket, organization = null, trailRegions, since } = args;
  if (bucket === undefined || trailRegions === undefined || since === undefined) {
    return failed(
      usageFailure(
        "--bucket, --trail-regions and --since are needed: where the trail is, of which regions, and since when",
        "Such as --bucket s3://org-trail --trail-regions eu-west-1,us-east-1 --since 2024-01-31.",
      ),
    );
  }
  const accounts = await accountsOf(args);
  if (!accounts.ok) return failed(accounts.error);
  const name = nameOf(args);
  if (!name.ok) return failed(usageFailure(name.error, null));
  const statement = createTableStatement({
    ...name.value,
    bucket,
    organization,
    accounts: accounts.value,
    regions: trailRegions,
    since,
  });
  if (!statement.ok) return failed(usageFailure(statement.error, null));
  if (args.create !== undefined) return create(args.create, statement.value, args, terminal);
  if (args.format === "json") terminal.raw(`${jsonLine({ statement: statement.value })}\n`);
  else for (const line of statement.value.split("\n")) terminal.line(plain(line));
  return done;
}

/** Where a table is made, its address says its name. */
function nameOf({
  create,
  table: given,
}: SetupAthenaArguments): Result<{ database: string; table: string }, string> {
  const address = create === undefined ? null : sqlAddress(create);
  if (create === undefined) {
    const [database = "", name = "", ...more] = given.split(".");
    return more.length === 0 ? ok({ database, table: name }) : err(`--table: ${given} is not DATABASE.TABLE`);
  }
  if (address === null || (address.ok && address.value.kind !== "athena"))
    return err(`--create: ${create} is no table of Athena's: athena:DATABASE.TABLE`);
  if (!address.ok) return err(`--create: ${address.error}`);
  return address.value.kind === "athena"
    ? ok({ database: address.value.database, table: address.value.table })
    : err(`--create: ${create} is no table of Athena's`);
}

async function accountsOf(args: SetupAthenaArguments): Promise<Result<readonly AccountId[], Failure>> {
  if (args.accounts === undefined) {
    const opened = await openChosen(args);
    return opened.ok ? ok(opened.value.engine.snapshot.accounts.map(({ id }) => id)) : opened;
  }
  const wrong = args.accounts.find((id) => !isAccountId(id));
  if (wrong !== undefined)
    return err(usageFailure(`--accounts: ${wrong} is no account id`, "Account ids are twelve digits."));
  return ok(args.accounts.filter((id) => isAccountId(id)));
}

async function create(
  text: string,
  statement: string,
  { region, format }: SetupAthenaArguments,
  terminal: Terminal,
): Promise<Outcome> {
  const address = sqlAddress(text);
  if (address === null || !address.ok || address.value.kind !== "athena")
    return failed(usageFailure(`--create: ${text} is no table of Athena's`, null));
  const access = new TrailAccess(region === undefined ? {} : { region }, terminal);
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  try {
    const opened = await access.open();
    if (!opened.ok) return failed(inputFailure([opened.error], null));
    const trail = await openAthena(address.value, opened.value);
    const made = await trail.create(statement, stop.signal);
    trail.close();
    if (made.ok) {
      const { database, table: name } = address.value;
      if (format === "json") terminal.raw(`${jsonLine({ statement, made: `${database}.${name}` })}\n`);
      else terminal.line(plain(`made ${database}.${name}`));
      return done;
    }
    const why = made.error.kind === "stopped" ? "stopped before the table was made" : made.error.message;
    return failed(inputFailure([why], null));
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
    access.close();
  }
}

function explain({ format }: SetupAthenaArguments, terminal: Terminal): Outcome {
  const needs = [
    ...athenaCalls.map(({ action, why }) => ({ engine: "Athena", action, why })),
    ...athenaNeedsBesides.map(({ action, why }) => ({ engine: "Athena", action, why })),
    { engine: "Athena", action: "glue:CreateTable", why: "for --create alone" },
    ...lakeCalls.map(({ action, why }) => ({ engine: "Lake", action, why })),
  ];
  if (format === "json") terminal.raw(`${jsonLine({ permissions: needs })}\n`);
  else {
    const lines = needs.map(({ engine, action, why }) => [{ text: engine }, { text: action }, { text: why }]);
    terminal.line(table(["ENGINE", "ACTION", "WHAT FOR"], lines, terminal.width));
  }
  return done;
}
