/**
 * Roles, as far as the SQL has to know them: to tell the copies of one call from another's, and to find those that are asked about.
 * They are compared without their paths, for a copy may not have it, and an account has a name once.
 */
import { createHash } from "node:crypto";
import type { Arn } from "../../model/index.ts";
import { columnAt } from "./carried-fields.ts";
import type { Dialect, Sql } from "./dialect.ts";
import { sqlText } from "./sql-text.ts";

/** Beyond it all roles are told in detail: the statement would be too long. */
const mostDigests = 5000;
/** Hexadecimal digits: a role that shares them with one asked about is told in detail too, which does no harm. */
const digits = 12;

/** Digests of roles that are asked about; `all`: every role is. They are all that is written of them into a statement. */
export type AskedRoles = readonly string[] | "all";

export function askedRoles(roles: Iterable<Arn>): AskedRoles {
  const digests = new Set([...roles].map(digestOf));
  return digests.size > mostDigests ? "all" : [...digests].sort();
}

const digestOf = (role: Arn): string =>
  createHash("md5")
    .update(role.replace(/:role\/.*\//s, ":role/"))
    .digest("hex")
    .slice(0, digits);

/** Whether a role (without its path) is among those. */
export function isAsked(role: Sql, asked: AskedRoles, dialect: Dialect): Sql {
  if (asked === "all") return "TRUE";
  if (asked.length === 0) return "FALSE";
  return `coalesce(substr(${dialect.md5(role)}, 1, ${digits}) IN (${asked.map(sqlText).join(", ")}), FALSE)`;
}

/** What was to be assumed, without its path; null where only the parser could tell. */
export function askedRole(dialect: Dialect): Sql {
  const region = columnAt("awsRegion");
  const partition = `CASE WHEN ${region} LIKE 'cn-%' THEN 'aws-cn' WHEN ${region} LIKE 'us-gov-%' THEN 'aws-us-gov' ELSE 'aws' END`;
  const iam = (account: Sql, resource: Sql) =>
    `'arn:' || ${partition} || ':iam::' || ${account} || ':' || ${resource}`;
  const ofSession = (arn: Sql) =>
    `${dialect.extract(arn, "^(arn:[^:]*:)sts::\\d{12}:assumed-role/[^/]+/")} || 'iam::' || ${dialect.extract(arn, "^arn:[^:]*:sts::(\\d{12}):assumed-role/[^/]+/")} || ':role/' || ${dialect.extract(arn, "^arn:[^:]*:sts::\\d{12}:assumed-role/([^/]+)/")}`;
  const target = columnAt("requestParameters", "targetPrincipal");
  const account = `coalesce(${columnAt("serviceEventDetails", "account_id")}, ${columnAt("requestParameters", "accountId")})`;
  const set = `coalesce(${columnAt("serviceEventDetails", "role_name")}, ${columnAt("requestParameters", "roleName")})`;
  const permissionSet = iam(
    account,
    `'role/' || CASE WHEN ${set} LIKE 'AWSReservedSSO\\_%' ESCAPE '\\' THEN ${set} ELSE 'AWSReservedSSO_' || ${set} END`,
  );
  const refused = dialect.extract(columnAt("errorMessage"), "on resource: (arn:[^\\s]+)");
  const named = `coalesce(${[
    columnAt("requestParameters", "roleArn"),
    columnAt("responseElements", "roleArn"),
    columnAt("responseElements", "credentialSet", "0", "roleArn"),
    ofSession(columnAt("responseElements", "assumedRoleUser", "arn")),
    ofSession(columnAt("responseElements", "credentialSet", "0", "assumedRoleUser", "arn")),
    refused,
  ].join(", ")})`;
  return `CASE ${columnAt("eventName")}
    WHEN 'SwitchRole' THEN coalesce(${ofSession(columnAt("userIdentity", "arn"))}, ${dialect.replace(refused, pathOfRole, "\\1")})
    WHEN 'AssumeRoot' THEN CASE WHEN ${dialect.matches(target, "^\\d{12}$")} THEN ${iam(target, "'root'")} ELSE coalesce(${target}, ${refused}) END
    WHEN 'GetRoleCredentials' THEN ${permissionSet}
    WHEN 'Federate' THEN ${permissionSet}
    WHEN 'GetSessionToken' THEN NULL
    WHEN 'GetFederationToken' THEN NULL
    ELSE ${dialect.replace(named, pathOfRole, "\\1")} END`;
}

const pathOfRole = "(?s)(:role/).*/";

export const accountOf = (arn: Sql, dialect: Dialect): Sql =>
  dialect.extract(arn, "^arn:[^:]*:[^:]*:[^:]*:(\\d{12}):");
