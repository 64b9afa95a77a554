/** Reads a directory of AWS CLI output, or one account's answer alone, into a snapshot. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type AccountId,
  type AccountInput,
  type CoverageGap,
  err,
  isAccountId,
  ok,
  type Result,
  type Snapshot,
  SnapshotBuilder,
  splitArn,
} from "../../model/index.ts";
import {
  accountOfDetails,
  type PolicyReferences,
  takeAuthorizationDetails,
} from "./authorization-details.ts";
import { type ImportContext, settleError, settleFile } from "./import-context.ts";
import { type ImportError, printable } from "./import-error.ts";
import { type JsonFile, readJsonFile } from "./json-file.ts";
import { takeOrganization } from "./organization-file.ts";
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
 * Imports a directory as docs/formats describe it, or a single `authorization-details.json` (no organization then: the
 * account is its own trust zone, and its id is that of its ARNs). Without `keepGoing`, all errors are answered together.
 */
export async function importDirectory(
  path: string,
  options: ImportOptions,
): Promise<Result<Imported, readonly ImportError[]>> {
  const createdAt = options.createdAt ?? Math.floor(Date.now() / 1000);
  const builder = new SnapshotBuilder({ createdAt, source: "import" });
  const context: ImportContext = { builder, policies: new PolicyIntake(builder), errors: [], warnings: [] };
  const facts = await stat(path).catch(() => null);
  const usable = facts?.isDirectory()
    ? await takeDirectory(path, context, options)
    : await takeSingleFile(path, context);
  const { errors, warnings } = context;
  if (errors.length > 0 && (!options.keepGoing || !usable)) return err(errors);
  return ok({ snapshot: builder.build(), warnings, errors });
}

/** Answers whether there is anything to make a snapshot of. */
async function takeSingleFile(path: string, context: ImportContext): Promise<boolean> {
  const outcome = await readJsonFile(path, path);
  if (outcome.kind === "missing") {
    context.errors.push(
      whole(path, "does not exist", "Name a directory of AWS CLI output, or one account's file."),
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
      whole(path, "names no account: it has no ARN with an account id", advice),
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

async function takeDirectory(root: string, context: ImportContext, options: ImportOptions): Promise<boolean> {
  const { builder } = context;
  const listed = new Map<AccountId, AccountInput>();
  const organization = await take(
    join(root, "organization.json"),
    "organization.json",
    "organization",
    null,
    context,
  );
  if (organization !== null) {
    for (const account of takeOrganization(organization, context)) listed.set(account.id, account);
    settleFile(context, organization, "organization", null);
  }
  const directories = await accountDirectories(root, context);
  if (directories === null && organization === null && context.errors.length === 0) {
    const advice = "Name the directory that holds them; `accesslens import --help` shows the layout.";
    context.errors.push(whole(".", "holds neither organization.json nor accounts/", advice));
    return false;
  }
  const identityCenter = await take(
    join(root, "identity-center.json"),
    "identity-center.json",
    "identity-center",
    null,
    context,
  );
  if (identityCenter !== null) {
    const value = freeObject(identityCenter);
    if (value !== null) builder.setIdentityCenter(value);
    settleFile(context, identityCenter, "identity-center", null);
  }
  const ids = directories ?? [];
  const references: PolicyReferences[] = [];
  for (const [index, id] of ids.entries()) {
    const found = await takeAccount(root, id, listed.get(id) ?? null, organization !== null, context);
    if (found !== null) references.push(found);
    options.progress?.(index + 1, ids.length);
  }
  for (const account of listed.values()) {
    if (builder.hasAccount(account.id)) continue;
    builder.addAccount({ ...account, hasData: false });
    const reason = "It belongs to the organization, and its IAM data was not collected.";
    builder.addCoverage({ what: "account", account: account.id, subject: account.name ?? null, reason });
  }
  reportMissingPolicies(references, context);
  return true;
}

/** The ids, ascending; null: there is no such directory. */
async function accountDirectories(
  root: string,
  context: ImportContext,
): Promise<readonly AccountId[] | null> {
  const base = join(root, "accounts");
  let names: string[];
  try {
    names = await readdir(base);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "") throw cause;
    if (code !== "ENOENT") {
      const error = whole("accounts", `can't be read: ${code}`, "Check the directory and its permissions.");
      settleError(context, error, "file", null);
    }
    return null;
  }
  const ids: AccountId[] = [];
  for (const name of names.sort()) {
    if (isAccountId(name)) ids.push(name);
    else if (!name.startsWith(".")) {
      const error = whole(
        `accounts/${name}`,
        "is not called after an account id",
        "Call it by the account's twelve digits, or move it out of accounts/.",
      );
      settleError(context, error, "file", null);
    }
  }
  return ids;
}

/** One account's directory. */
async function takeAccount(
  root: string,
  id: AccountId,
  listed: AccountInput | null,
  hasOrganization: boolean,
  context: ImportContext,
): Promise<PolicyReferences | null> {
  const { builder } = context;
  const read = (name: string, what: CoverageGap["what"]) =>
    take(join(root, "accounts", id, name), `accounts/${id}/${name}`, what, id, context);
  const details = await read("authorization-details.json", "account");
  const owner = details === null ? null : accountOfDetails(details);
  if (details !== null) details.errors.length = 0;
  builder.addAccount({
    ...(listed ?? { id }),
    ...(owner?.partition == null ? {} : { partition: owner.partition }),
    hasData: details !== null,
  });
  if (listed === null && hasOrganization) {
    context.warnings.push(
      `Account ${id} has data, and organization.json does not list it: it counts as an outsider.`,
    );
  }
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
  path: string,
  shownAs: string,
  what: CoverageGap["what"],
  account: AccountId | null,
  context: ImportContext,
): Promise<JsonFile | null> {
  const outcome = await readJsonFile(path, shownAs);
  if (outcome.kind === "read") return outcome.file;
  if (outcome.kind === "error") settleError(context, outcome.error, what, account);
  else
    context.builder.addCoverage({ what, account, subject: shownAs, reason: "The file was not collected." });
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

function whole(file: string, message: string, advice: string): ImportError {
  return { file: printable(file), position: null, message, advice };
}
