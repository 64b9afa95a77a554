/** The optional files beside an account's authorization details. */
import {
  type AccountId,
  type Arn,
  isArn,
  type OidcProvider,
  type Resource,
  splitArn,
  unreadPolicy,
} from "../../model/index.ts";
import { type ImportContext, MissingMembers, Unique } from "./import-context.ts";
import { quoted } from "./import-error.ts";
import type { JsonFile, JsonObject } from "./json-file.ts";
import { type FileOwner, ownArn } from "./principal-rows.ts";

type Plain = Readonly<Record<string, unknown>>;

/** `identity-providers.json`: a list that is missing was not collected. */
export function takeIdentityProviders(file: JsonFile, account: AccountId, context: ImportContext): void {
  const root = file.root.object("identity-providers.json");
  if (root === null) return;
  const owner: FileOwner = { id: account, partition: null };
  const missing = new MissingMembers();
  const oidcProviders = providers(root, "OpenIDConnectProviders", owner, (row, arn): OidcProvider => {
    const clients = row.list("ClientIDList");
    if (clients === null) missing.add("ClientIDList", arn);
    const url = row.optionalText("Url") ?? arn.slice(arn.indexOf("/") + 1);
    const clientIds = (clients ?? []).map((client) => client.text("a client id")).filter((id) => id !== null);
    return { arn, url: url.replace(/^https?:\/\//i, ""), clientIds };
  });
  const samlProviders = providers(root, "SAMLProviders", owner, (_, arn) => arn);
  for (const [member, list] of [
    ["OpenIDConnectProviders", oidcProviders],
    ["SAMLProviders", samlProviders],
  ] as const) {
    if (list !== null) continue;
    const reason = `${member} was not collected.`;
    context.builder.addCoverage({ what: "identity-providers", account, subject: file.name, reason });
  }
  missing.report(context, "identity-providers", account);
  context.builder.addDetails(account, { oidcProviders, samlProviders });
}

function providers<T>(
  root: JsonObject,
  member: string,
  owner: FileOwner,
  make: (row: JsonObject, arn: Arn) => T,
): readonly T[] | null {
  const rows = root.list(member);
  if (rows === null) return null;
  const unique = new Unique("the provider");
  const made: T[] = [];
  for (const value of rows) {
    const row = value.object("a provider");
    const arnValue = row?.required("Arn") ?? null;
    const arn = arnValue === null ? null : ownArn(arnValue, "Arn", owner);
    if (row !== null && arn !== null && unique.add(value, arn, quoted(arn))) made.push(make(row, arn));
  }
  return made;
}

/** `resource-policies.json`: an array of resources; `Policy` null says that there is none. */
export function takeResourcePolicies(file: JsonFile, account: AccountId, context: ImportContext): void {
  const rows = file.root.array("resource-policies.json");
  if (rows === null) return;
  const unique = new Unique("the resource");
  const missing = new MissingMembers();
  const resources: Resource[] = [];
  for (const value of rows) {
    const row = value.object("a resource");
    const arnValue = row?.required("Arn") ?? null;
    const type = row?.text("Type") ?? null;
    const arn = arnValue?.known("Arn", isArn, "an ARN") ?? null;
    if (row === null || arnValue === null || type === null || arn === null) continue;
    if (belongsElsewhere(arn, account)) {
      arnValue.fail(
        `Arn ${quoted(arn)} belongs to another account, and this file is about ${account}`,
        "Put the resource into the file of the account that owns it.",
      );
      continue;
    }
    if (!unique.add(value, `${type} ${arn}`, quoted(arn))) continue;
    if (!row.members.has("Policy")) missing.add("Policy", arn);
    const policy = row.optional("Policy");
    const document =
      policy === null
        ? null
        : context.policies.document(policy, "resource", account, { what: "Policy", arn });
    const isKnown = row.members.has("Policy") && (policy === null || document !== null);
    const attributes = row.optional("Attributes");
    resources.push({
      arn,
      type,
      region: row.optionalText("Region"),
      policy: document,
      attributes: {
        ...(attributes === null ? {} : plainObject(attributes, "Attributes")),
        ...(isKnown ? {} : unreadPolicy),
      },
    });
  }
  missing.report(context, "resource-policies", account);
  context.builder.addDetails(account, { resources });
}

/** Some services leave the account out of their ARNs; AWS's own have `aws` there. */
function belongsElsewhere(arn: Arn, account: AccountId): boolean {
  const owner = splitArn(arn)?.account ?? "";
  return /^\d{12}$/.test(owner) && owner !== account;
}

/** `account.json`, `roles-anywhere.json`, `identity-center.json`: kept as collected. Null: it is no object. */
export function freeObject(file: JsonFile): Plain | null {
  return plainObject(file.root, file.name);
}

function plainObject(value: JsonFile["root"], what: string): Plain | null {
  if (value.object(what) === null) return null;
  const plain = value.plain(what);
  return isPlain(plain) ? plain : null;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
