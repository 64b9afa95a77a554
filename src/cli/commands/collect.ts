/** `accesslens collect`: live AWS to a snapshot. */
import { readFile } from "node:fs/promises";
import { CallGate, Connection, isRegionName, noCalls, type SpokeRole } from "../../aws/index.ts";
import {
  type Collector,
  collectors,
  Journal,
  openAccess,
  type Progress,
  runCollection,
  whyOf,
} from "../../collect/live/index.ts";
import { type AccountId, err, isAccountId, ok, type Result } from "../../model/index.ts";
import { counted, jsonLine, plain } from "../../report/plain.ts";
import { writeSnapshot } from "../../store/index.ts";
import { rememberSnapshot } from "../../store/last-snapshot.ts";
import {
  done,
  type Failure,
  failed,
  inputFailure,
  type Outcome,
  type OutputFormat,
  usageFailure,
} from "../exit.ts";
import { snapshotFailure } from "../inputs.ts";
import { unwritableReason } from "../outputs.ts";
import type { Terminal } from "../terminal.ts";
import { version } from "../version.ts";

export type CollectArguments = {
  readonly out: string;
  readonly roleName?: string;
  readonly externalIdFile?: string;
  readonly sessionTag?: readonly string[];
  readonly profile?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly services?: readonly string[];
  readonly region?: string;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly fips?: boolean;
  readonly accountsAtOnce: number;
  readonly format: OutputFormat;
};

type Wanted = {
  readonly role: SpokeRole | null;
  readonly accounts: readonly AccountId[] | null;
  readonly collectors: readonly Collector[];
};

export async function runCollect(args: CollectArguments, terminal: Terminal): Promise<Outcome> {
  const unwritable = unwritableReason(args.out);
  if (unwritable !== null) return failed(inputFailure([unwritable], "Name a file to write with --out."));
  const wanted = await wantedOf(args);
  if (!wanted.ok) return failed(wanted.error);
  const journal = new Journal(`${args.out}.collecting`);
  const gate = new CallGate({ atOnce: 96, atOnceForAccount: 16 });
  const connection = new Connection({
    gate,
    fips: args.fips === true,
    version,
    connections: 64,
    attempts: 5,
  });
  const counts = noCalls();
  try {
    const access = await openAccess(
      connection,
      { role: wanted.value.role, profiles: args.profile ?? [], region: args.region ?? null },
      counts,
    );
    if (!access.ok) {
      const { profile, refusal } = access.error;
      const whose = profile === null ? "the credentials" : `profile ${profile}`;
      return failed(
        inputFailure(
          [`${whose} can't be used: ${whyOf(refusal)} (${refusal.code}: ${refusal.message})`],
          "Sign in as for the AWS CLI: aws sts get-caller-identity has to answer.",
        ),
      );
    }
    const begun = await begin(journal, args, access.value.home.caller.account);
    if (begun !== null) return failed(begun);
    const collected = await runCollection({
      access: access.value,
      connection,
      journal,
      collectors: wanted.value.collectors,
      regions: args.regions ?? null,
      accounts: wanted.value.accounts,
      accountsAtOnce: args.accountsAtOnce,
      unitsAtOnce: 8,
      pauses: [5, 30],
      createdAt: Math.floor(Date.now() / 1000),
      progress: (progress) => terminal.progress(progressLine(progress)),
    });
    const { snapshot } = collected;
    const written = await writeSnapshot(args.out, snapshot);
    if (!written.ok) return failed(snapshotFailure(written.error));
    await journal.remove();
    rememberSnapshot(args.out);
    const summary = {
      snapshot: args.out,
      organization: snapshot.organization?.id ?? null,
      accounts: snapshot.accounts.length,
      accountsWithData: snapshot.accounts.filter((account) => account.hasData).length,
      roles: snapshot.roles.count,
      documents: snapshot.documents.count,
      calls: collected.counts,
      units: collected.units,
      unitsFromJournal: collected.unitsFromJournal,
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
        `${args.out}: ${organization === null ? "no organization" : `organization ${organization.id}`}, ${counted(summary.accounts, "account")} (${summary.accountsWithData} with data), ${roles}; ${counted(summary.calls.calls, "call")}`,
      ),
    );
    for (const gap of snapshot.coverage.slice(0, 20)) {
      terminal.line(plain(`not read: ${gap.account ?? "organization"}: ${gap.reason}`));
    }
    if (snapshot.coverage.length > 20) terminal.line(`and ${snapshot.coverage.length - 20} more gaps`);
    terminal.line("next: accesslens scan");
    return done;
  } finally {
    connection.close();
  }
}

function progressLine({ accountsDone, accounts, counts, gaps }: Progress): string {
  return `${accountsDone} of ${accounts} accounts, ${counts.calls} calls, ${counts.throttled} throttled, ${gaps} gaps`;
}

/** Null: the journal is ready. */
async function begin(journal: Journal, args: CollectArguments, home: AccountId): Promise<Failure | null> {
  const { roleName = null, accounts = null, regions = null, services = null, profile = null } = args;
  const facts = { home, roleName, accounts, regions, services, profile };
  if (args.restart === true) await journal.remove();
  const before = await journal.facts();
  if (before === null) {
    await journal.begin(facts);
    return null;
  }
  if (args.resume !== true) {
    return inputFailure(
      [`${journal.folder} holds what an unfinished collection has read`],
      "Go on from there with --resume, or throw it away with --restart.",
    );
  }
  const differs = Object.entries(facts).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  if (differs.length === 0) return null;
  return inputFailure(
    [
      `the unfinished collection was started with other settings: ${differs.map(([name]) => name).join(", ")}`,
    ],
    "Resume it with the options that it was started with, or throw it away with --restart.",
  );
}

async function wantedOf(args: CollectArguments): Promise<Result<Wanted, Failure>> {
  const badAccount = args.accounts?.find((id) => !isAccountId(id));
  if (badAccount !== undefined) {
    return err(usageFailure(`--accounts: ${badAccount} is no account id`, "Account ids are twelve digits."));
  }
  const badRegion = args.regions?.find((name) => !isRegionName(name));
  if (badRegion !== undefined) {
    return err(usageFailure(`--regions: ${badRegion} is no region's name`, "Such as eu-west-1,us-east-1."));
  }
  const badService = args.services?.find((name) => !collectors.some((collector) => collector.name === name));
  if (badService !== undefined) {
    const names = collectors.map(({ name }) => name).join(", ");
    return err(usageFailure(`--services: there is no collector ${badService}`, `There are ${names}.`));
  }
  const role = await roleOf(args);
  if (!role.ok) return role;
  return ok({
    role: role.value,
    accounts: args.accounts?.filter(isAccountId) ?? null,
    collectors: collectors.filter(({ name }) => args.services?.includes(name) ?? true),
  });
}

async function roleOf(args: CollectArguments): Promise<Result<SpokeRole | null, Failure>> {
  const externalId = await externalIdOf(args);
  if (!externalId.ok) return externalId;
  if (args.roleName === undefined) return ok(null);
  const sessionTags: { readonly key: string; readonly value: string }[] = [];
  for (const tag of args.sessionTag ?? []) {
    const equals = tag.indexOf("=");
    if (equals < 1)
      return err(usageFailure(`--session-tag: ${tag} is not KEY=VALUE`, "Such as Team=security."));
    sessionTags.push({ key: tag.slice(0, equals), value: tag.slice(equals + 1) });
  }
  const name = args.roleName.replace(/^\/+/, "");
  return ok({ name, externalId: externalId.value, sessionTags, seconds: 3600 });
}

/** External IDs are not taken from the command line: other users of the machine see it. */
async function externalIdOf(args: CollectArguments): Promise<Result<string | null, Failure>> {
  if (args.externalIdFile === undefined) return ok(process.env.ACCESSLENS_EXTERNAL_ID || null);
  try {
    const text = (await readFile(args.externalIdFile, "utf8")).trim();
    if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return ok(text);
    return err(
      inputFailure(
        [`${args.externalIdFile}: holds no external ID`],
        "An external ID is 2 to 1224 letters, digits and +=,.@:/- in one line (STS, AssumeRole).",
      ),
    );
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return err(inputFailure([`${args.externalIdFile}: can't be read: ${cause.code}`], "Check the path."));
  }
}
