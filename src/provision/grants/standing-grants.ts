/** Grants that stand in a policy: statements that AccessLens wrote for a resource and a principal. */
import { managedSidsFor } from "../managed-sid.ts";
import { type ManagedStatement, statementsOf } from "../standing-policy-text.ts";
import type { GrantDeclaration } from "./grant-declaration.ts";

/** An organization or a prefix (of keys): only what was given for it. */
export type WhichGrants = Pick<GrantDeclaration, "principal" | "resource" | "organization" | "prefix"> & {
  /** Those that give no others than these; null: whatever they give. */
  readonly actions: readonly string[] | null;
};

/** As they stand. A text that can't be read has none: the merge refuses it. */
export function standingGrants(text: string | null, which: WhichGrants): readonly ManagedStatement[] {
  const found = text === null ? null : statementsOf(text);
  if (found?.ok !== true) return [];
  const begin = managedSidsFor(which.resource.arn);
  const asked = which.actions === null ? null : new Set(which.actions.map((one) => one.toLowerCase()));
  return found.value.flatMap(({ sid, text: statement }) => {
    if (sid === null || !sid.startsWith(begin)) return [];
    const read: ManagedStatement = JSON.parse(statement);
    if (read.Effect !== "Allow") return [];
    if (!principalsOf(read).every((one) => one === which.principal.text)) return [];
    if (!isWithinBounds(read, which)) return [];
    const given = [read.Action ?? []].flat().filter((action) => typeof action === "string");
    return asked === null || given.every((action) => asked.has(action.toLowerCase())) ? [read] : [];
  });
}

function principalsOf({ Principal }: ManagedStatement): readonly unknown[] {
  if (typeof Principal !== "object" || Principal === null) return [Principal];
  return Object.values(Principal).flat();
}

function isWithinBounds(statement: ManagedStatement, { organization, prefix }: WhichGrants): boolean {
  const ofOrganization = conditionOf(statement, "StringEquals", "aws:PrincipalOrgID");
  if (organization !== null && !ofOrganization.includes(organization)) return false;
  if (prefix === "") return true;
  const keys = [statement.Resource ?? []].flat().flatMap((resource) => keysOf(String(resource)));
  const all = [...keys, ...conditionOf(statement, "StringLike", "s3:prefix")];
  return all.length > 0 && all.every((pattern) => pattern === `${prefix}*`);
}

/** Which keys an object's ARN is of; none: it is a bucket's or an access point's. */
function keysOf(arn: string): readonly string[] {
  const found = /^arn:[^:]*:s3:(?:::[^/]+|[^:]*:[^:]*:accesspoint\/[^/]+\/object)\/(.*)$/s.exec(arn)?.[1];
  return found === undefined ? [] : [found];
}

function conditionOf({ Condition }: ManagedStatement, operator: string, key: string): readonly unknown[] {
  const block = memberOf(Condition, operator);
  return [memberOf(block, key) ?? []].flat();
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const found = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1];
}
