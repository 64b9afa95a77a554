/**
 * What a resource's policy allows, kept apart by how it names the caller: that decides what the caller's own policies
 * still have to say in the same account (IAM-SEMANTICS A2, 12–20).
 */
import type { Region } from "../../../logic/types.ts";
import { splitArn } from "../../../model/index.ts";
import type { PrincipalEntry, Statement } from "../../../policy/ast.ts";
import type { NamedPolicy } from "../../request-question.ts";
import { principalRegion } from "../principal-regions.ts";
import type { Reading } from "../reading.ts";
import type { RequestSpace } from "../request-space.ts";
import { regionsOf, statementRegion } from "../statement-regions.ts";
import type { CallerClasses } from "./caller-classes.ts";
import type { OwnSide } from "./own-side.ts";

export type ResourceSide = {
  /** Allowed by the policy, however it names the caller. */
  readonly allow: Region;
  readonly deny: Region;
  /** Allowed together with what the caller's own policies have to say, in the resource's account. */
  readonly allowInSameAccount: Region;
};

export function resourceSide(
  requests: RequestSpace,
  policy: NamedPolicy | null | "unknown",
  own: OwnSide,
  classes: CallerClasses,
  reading: Reading,
): ResourceSide {
  const { space } = requests;
  if (policy === null)
    return { allow: space.nothing, deny: space.nothing, allowInSameAccount: space.nothing };
  if (policy === "unknown") {
    const fact = (what: string): Region =>
      requests.fact(`resource policy ${what}`, "the resource's policy is not known");
    const allow = fact("allows");
    return { allow, deny: fact("denies"), allowInSameAccount: allow };
  }
  const { document } = policy;
  const { allow, deny } = regionsOf(requests, document, reading);
  const allows = document.statements.filter(({ effect }) => effect === "Allow");
  const inSameAccount = allows.map((statement) =>
    space.and(
      statementRegion(requests, { ...statement, principal: null }, document.version, reading),
      callersWithTheirSide(requests, statement, own, classes, reading),
    ),
  );
  return { allow, deny, allowInSameAccount: space.or(...inSameAccount) };
}

/** Those whom the statement names, each with what is still needed. */
function callersWithTheirSide(
  requests: RequestSpace,
  statement: Statement,
  own: OwnSide,
  classes: CallerClasses,
  reading: Reading,
): Region {
  const { space } = requests;
  const { principal, exact } = statement;
  // Of whom a statement speaks whose principals nobody understands, nobody knows.
  if (principal === null || (!exact && principal.entries.length === 0)) return own.all;
  const everyone = (): Region => neededOfEveryone(requests, statement, own, classes, reading);
  if (principal.negated) {
    return space.and(principalRegion(requests, principal, "Allow", reading), everyone());
  }
  return space.or(
    ...principal.entries.map((entry) => {
      const named = principalRegion(requests, { ...principal, entries: [entry] }, "Allow", reading);
      return space.and(named, neededOf(requests, entry, own, classes, reading) ?? everyone());
    }),
  );
}

/** Null: the entry names everyone. */
function neededOf(
  requests: RequestSpace,
  { type, value }: PrincipalEntry,
  own: OwnSide,
  { federatedUser }: CallerClasses,
  { trust }: Reading,
): Region | null {
  const { space } = requests;
  if (type === "CanonicalUser") return own.all;
  if (/[*?]/.test(value)) return null;
  if (type !== "AWS") return space.everything;
  const resource = splitArn(value)?.resource ?? "root";
  if (resource === "root") return own.all;
  if (resource.startsWith("role/")) return own.limits;
  if (!resource.startsWith("user/")) return space.everything;
  // A2's first row and AWS's page on trust policies contradict each other (IAM-SEMANTICS 26).
  const reason = "AWS's documentation contradicts itself on the boundary of a user whom a trust policy names";
  const byName = space.or(own.boundary, space.not(trust), requests.fact("boundary of a named user", reason));
  return space.or(space.minus(byName, federatedUser), space.and(federatedUser, own.limits));
}

/** The rows of A2 for the principal `*`. */
function neededOfEveryone(
  requests: RequestSpace,
  statement: Statement,
  own: OwnSide,
  { rootUser, iam }: CallerClasses,
  { trust }: Reading,
): Region {
  const { space } = requests;
  const reason =
    'whether a permissions boundary or session policy limits a caller let in by "*" was not confirmed';
  // A condition only takes away: what the star gives with one on aws:PrincipalArn, it gives without (rows 6 and 7).
  const limits = demandsRoleArn(statement)
    ? space.everything
    : space.or(own.limits, space.not(iam), space.not(trust), requests.fact("limits of everyone", reason));
  return space.or(space.and(rootUser, own.all), space.minus(limits, rootUser));
}

/**
 * The star with a condition that `aws:PrincipalArn` is a role's ARN is a row of its own: boundary and session do not limit
 * it. Of a value with wildcards AWS's pages say nothing.
 */
function demandsRoleArn({ conditions }: Statement): boolean {
  const positive = new Set(["ArnEquals", "ArnLike", "StringEquals", "StringLike"]);
  return conditions.some((condition) => {
    if (condition.kind !== "test" || condition.key.toLowerCase() !== "aws:principalarn") return false;
    const { ifExists, quantifier, operator, values } = condition;
    if (ifExists || quantifier === "ForAllValues" || !positive.has(operator)) return false;
    return values.every(({ text }) => {
      const parts = splitArn(text);
      return parts?.service === "iam" && parts.resource.startsWith("role/") && !/[*?$]/.test(text);
    });
  });
}
