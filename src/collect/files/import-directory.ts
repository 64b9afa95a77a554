/** Reads a directory of AWS CLI output, or one account's answer alone, into a snapshot. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type AccountId,
  type AccountInput,
  type CoverageGap,
  err,
  ok,
  type Result,
  type Snapshot,
  SnapshotBuilder,
  splitArn,
} from "../../model/index.ts";
import { accountDirectories } from "./account-directories.ts";
import {
  accountOfDetails,
  type PolicyReferences,
  takeAuthorizationDetails,
} from "./authorization-details.ts";
import { iamCollectPartitions } from "./iam-collect/layout.ts";
import { iamCollectSource } from "./iam-collect/source.ts";
import { type ImportContext, settleError, settleFile, UniqueIds } from "./import-context.ts";
import { type ImportError, wholeFile } from "./import-error.ts";
import type { ImportSource } from "./import-source.ts";
import { type JsonFile, readJsonFile } from "./json-file.ts";
import { type ListedAccounts, takeOrganization } from "./organization-file.ts";
import { PolicyIntake } from "./policy-text.ts";
import { freeObject, takeIdentityProviders, takeResourcePolicies } from "./side-files.ts";

export type ImportOptions = {
  /** Errors become coverage, and the import goes on with what is left. */
  readonly keepGoing: boolean;
  /** Seconds since 1970; by default the time of the call. */
  readonly createdAt?: number;
  /** Called after each account. */
  readonly progress?: (done: number, all: number) => void;
};

export type Imported = {
  readonly snapshot: Snapshot;
  /** Sentences for people. With `keepGoing` the errors stand in `errors` and, as coverage, in the snapshot. */
  readonly warnings: readonly string[];
  /** Empty without `keepGoing`. */
  readonly errors: readonly ImportError[];
};

/**
 * Imports a directory as docs/formats describe it, what iam-collect wrote, or a single `authorization-details.json` (no organization then: the
 * account is its own trust zone, and its id is that of its ARNs). Without `keepGoing`, all errors are answered together.
 */
export async function importDirectory(
  path: string,
  options: ImportOptions,
): Promise<Result<Imported, readonly ImportError[]>> {
  const createdAt = options.createdAt ?? Math.floor(Date.now() / 1000);
  const builder = new SnapshotBuilder({ createdAt, source: "import" });
  const context = importContext(builder);
  const facts = await stat(path).catch(() => null);
  const usable = facts?.isDirectory()
    ? await takeDirectory(path, context, options)
    : await takeSingleFile(path, context);
  const { errors, warnings } = context;
  context.uniqueIds.report(context);
  if (errors.length > 0 && (!options.keepGoing || !usable)) return err(errors);
  return ok({ snapshot: builder.build(), warnings, errors });
}

/** AWS CLI output, or what iam-collect wrote. */
async function takeDirectory(root: string, context: ImportContext, options: ImportOptions): Promise<boolean> {
  const [storage, another] = (await iamCollectPartitions(root)) ?? [];
  if (storage === undefined) return takeSource(directorySource(root), context, options);
  if (another === undefined) return takeSource(iamCollectSource(root, storage, context), context, options);
  const advice = "Name the directory of one partition: each has accounts and an organization of its own.";
  context.errors.push(wholeFile(another, `is another partition beside ${storage}`, advice));
  return false;
}

function directorySource(root: string): ImportSource {
  return {
    read: (name) => readJsonFile(join(root, name), name),
    accounts: (context) => accountDirectories(root, context),
  };
}

/**
 * Makes a snapshot of what somebody has put together, as a collection does from its journal: what is wrong in it becomes
 * coverage, beside the `gaps` that are known when all is read.
 */
export async function importSource(
  source: ImportSource,
  about: {
    readonly createdAt: number;
    readonly source: Snapshot["source"];
    readonly gaps: () => readonly CoverageGap[];
  },
): Promise<Imported> {
  const builder = new SnapshotBuilder(about);
  const context = importContext(builder);
  await takeSource(source, context, { keepGoing: true });
  context.uniqueIds.report(context);
  for (const gap of about.gaps()) builder.addCoverage(gap);
  return { snapshot: builder.build(), warnings: context.warnings, errors: context.errors };
}

function importContext(builder: SnapshotBuilder): ImportContext {
  return {
    builder,
    policies: new PolicyIntake(builder),
    uniqueIds: new UniqueIds(),
    errors: [],
    warnings: [],
  };
}

/** Answers whether there is anything to make a snapshot of. */
async function takeSingleFile(path: string, context: ImportContext): Promise<boolean> {
  const outcome = await readJsonFile(path, path);
  if (outcome.kind === "missing") {
    context.errors.push(
      wholeFile(
        path,
        "does not exist",
        "Name a directory of AWS CLI output or of iam-collect, or one account's file.",
      ),
    );
    return false;
  }
  if (outcome.kind === "error") {
    context.errors.push(outcome.error);
    return false;
  }
  const { file } = outcome;
  const owner = accountOfDetails(file);
  if (owner?.id == null) {
    const advice = "Put it into a directory accounts/<account-id>/, so that its account is known.";
    context.errors.push(
      ...file.errors,
      wholeFile(path, "names no account: it has no ARN with an account id", advice),
    );
    return false;
  }
  context.builder.addAccount({
    id: owner.id,
    ...(owner.partition === null ? {} : { partition: owner.partition }),
  });
  for (const what of ["organization", "identity-providers", "resource-policies"] as const) {
    const account = what === "organization" ? null : owner.id;
    const reason = "One account's authorization details were imported alone.";
    context.builder.addCoverage({ what, account, subject: null, reason });
  }
  file.errors.length = 0;
  const references = takeDetails(file, owner.id, context);
  reportMissingPolicies(references === null ? [] : [references], context);
  return true;
}

async function takeSource(
  source: ImportSource,
  context: ImportContext,
  options: ImportOptions,
): Promise<boolean> {
  const { builder } = context;
  let listed: ListedAccounts | null = null;
  const organization = await take(source, "organization.json", "organization", null, context);
  if (organization !== null) {
    listed = takeOrganization(organization, context);
    settleFile(context, organization, "organization", null);
  }
  const directories = await source.accounts(context);
  if (directories === null && organization === null && context.errors.length === 0) {
    const advice = "Name the directory that holds them; `accesslens import --help` shows the layout.";
    context.errors.push(wholeFile(".", "holds neither organization.json nor accounts/", advice));
    return false;
  }
  const identityCenter = await take(source, "identity-center.json", "identity-center", null, context);
  if (identityCenter !== null) {
    const value = freeObject(identityCenter);
    if (value !== null) builder.setIdentityCenter(value);
    settleFile(context, identityCenter, "identity-center", null);
  }
  const ids = directories ?? [];
  const references: PolicyReferences[] = [];
  const inputs = new Map(listed?.accounts.map((account) => [account.id, account]));
  for (const [index, id] of ids.entries()) {
    const input = inputs.get(id) ?? { id, inOrganization: listed?.isWhole === false };
    if (listed?.isWhole === true && !inputs.has(id)) {
      context.warnings.push(
        `Account ${id} has data, and organization.json does not list it: it counts as an outsider.`,
      );
    }
    const found = await takeAccount(source, input, context);
    if (found !== null) references.push(found);
    options.progress?.(index + 1, ids.length);
  }
  for (const account of inputs.values()) {
    if (builder.hasAccount(account.id)) continue;
    builder.addAccount({ ...account, hasData: false });
    const reason = "It belongs to the organization, and its IAM data was not collected.";
    builder.addCoverage({ what: "account", account: account.id, subject: account.name ?? null, reason });
  }
  reportMissingPolicies(references, context);
  return true;
}

/** One account's directory. */
async function takeAccount(
  source: ImportSource,
  account: AccountInput,
  context: ImportContext,
): Promise<PolicyReferences | null> {
  const { builder } = context;
  const { id } = account;
  const read = (name: string, what: CoverageGap["what"]) =>
    take(source, `accounts/${id}/${name}`, what, id, context);
  const details = await read("authorization-details.json", "account");
  const owner = details === null ? null : accountOfDetails(details);
  if (details !== null) details.errors.length = 0;
  builder.addAccount({
    ...account,
    ...(owner?.partition == null ? {} : { partition: owner.partition }),
    hasData: details !== null,
  });
  const references = details === null ? null : takeDetails(details, id, context);

  const providers = await read("identity-providers.json", "identity-providers");
  if (providers !== null) {
    takeIdentityProviders(providers, id, context);
    settleFile(context, providers, "identity-providers", id);
  }
  const resources = await read("resource-policies.json", "resource-policies");
  if (resources !== null) {
    takeResourcePolicies(resources, id, context);
    settleFile(context, resources, "resource-policies", id);
  }
  const settings = await read("account.json", "account-settings");
  if (settings !== null) {
    builder.addDetails(id, { settings: freeObject(settings) });
    settleFile(context, settings, "account-settings", id);
  }
  const rolesAnywhere = await read("roles-anywhere.json", "roles-anywhere");
  if (rolesAnywhere !== null) {
    builder.addDetails(id, { rolesAnywhere: freeObject(rolesAnywhere) });
    settleFile(context, rolesAnywhere, "roles-anywhere", id);
  }
  return references;
}

function takeDetails(file: JsonFile, id: AccountId, context: ImportContext): PolicyReferences | null {
  // Said by `hasData`, also for an account that turns out to be empty.
  context.builder.addDetails(id, {});
  const references = takeAuthorizationDetails(file, id, context);
  settleFile(context, file, "account", id);
  return references;
}

/** Null: missing or unreadable; either is recorded. */
async function take(
  source: ImportSource,
  name: string,
  what: CoverageGap["what"],
  account: AccountId | null,
  context: ImportContext,
): Promise<JsonFile | null> {
  const outcome = await source.read(name);
  if (outcome.kind === "read") return outcome.file;
  if (outcome.kind === "error") settleError(context, outcome.error, what, account);
  else if (outcome.kind === "missing") {
    context.builder.addCoverage({ what, account, subject: name, reason: "The file was not collected." });
  }
  return null;
}

/** Policies that principals have attached, and that no file holds. */
function reportMissingPolicies(references: readonly PolicyReferences[], { builder }: ImportContext): void {
  const heldByAws = new Set<string>();
  for (const { held } of references) {
    for (const arn of held) if (splitArn(arn)?.account === "aws") heldByAws.add(arn);
  }
  for (const { account, referred, held } of references) {
    for (const arn of referred) {
      if (held.has(arn) || heldByAws.has(arn)) continue;
      const reason = "It is attached, and its document was not collected.";
      builder.addCoverage({ what: "managed-policy", account, subject: arn, reason });
    }
  }
}
