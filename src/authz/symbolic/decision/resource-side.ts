/**
 * What a resource's policy allows, kept apart by how it names the caller: that decides what the caller's own policies
 * still have to say in the same account (IAM-SEMANTICS A2, 12–20).
 */
import type { Region } from "../../../logic/types.ts";
import { splitArn } from "../../../model/index.ts";
import type { PrincipalEntry, Statement } from "../../../policy/ast.ts";
import type { NamedPolicy } from "../../request-question.ts";
import { actionsRegion } from "../action-regions.ts";
import { principalRegion } from "../principal-regions.ts";
import { principalDimension } from "../principal-texts.ts";
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
  const { allow, deny } = regionsOf(requests, document);
  const allows = document.statements.filter(({ effect }) => effect === "Allow");
  const inSameAccount = allows.map((statement) =>
    space.and(
      statementRegion(requests, { ...statement, principal: null }, document.version),
      callersWithTheirSide(requests, statement, own, classes),
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
): Region {
  const { space } = requests;
  const { principal } = statement;
  if (principal === null) return own.all;
  const everyone = (): Region => neededOfEveryone(requests, statement, own, classes);
  if (principal.negated) return space.and(principalRegion(requests, principal, "Allow"), everyone());
  return space.or(
    ...principal.entries.map((entry) => {
      const named = principalRegion(requests, { ...principal, entries: [entry] }, "Allow");
      return space.and(named, neededOf(requests, entry, own) ?? everyone());
    }),
  );
}

/** Null: the entry names everyone. */
function neededOf(requests: RequestSpace, entry: PrincipalEntry, own: OwnSide): Region | null {
  const { space } = requests;
  if (entry.value === "*" || entry.value.includes("*")) return null;
  if (entry.type !== "AWS") return space.everything;
  const resource = splitArn(entry.value)?.resource ?? "root";
  if (resource === "root") return own.all;
  if (resource.startsWith("role/")) return own.limits;
  if (!resource.startsWith("user/")) return space.everything;
  // A2's first row and AWS's page on trust policies contradict each other (IAM-SEMANTICS 26).
  const reason = "AWS's documentation contradicts itself on the boundary of a user whom a trust policy names";
  const assuming = actionsRegion(requests, ["sts:assumerole"]);
  return space.or(own.boundary, space.not(assuming), requests.fact("boundary of a named user", reason));
}

/** The rows of A2 for the principal `*`. */
function neededOfEveryone(
  requests: RequestSpace,
  statement: Statement,
  own: OwnSide,
  { rootUser, iam }: CallerClasses,
): Region {
  const { space } = requests;
  const reason =
    'whether a permissions boundary or session policy limits a caller let in by "*" was not confirmed';
  const limits = demandsPrincipalArn(statement)
    ? space.everything
    : space.or(own.limits, space.not(iam), requests.fact("limits of everyone", reason));
  return space.or(space.and(rootUser, own.all), space.minus(limits, rootUser));
}

/** The star with a condition on `aws:PrincipalArn` is a row of its own: boundary and session do not limit it. */
function demandsPrincipalArn({ conditions }: Statement): boolean {
  return conditions.some(
    (condition) =>
      condition.kind === "test" &&
      condition.key.toLowerCase() === "aws:principalarn" &&
      !condition.ifExists &&
      condition.quantifier !== "ForAllValues" &&
      ["ArnEquals", "ArnLike", "StringEquals", "StringLike"].includes(condition.operator),
  );
}

/**
 * A federated-user session of a user whom the policy names is limited by boundary and session (A2); whose session it is,
 * its name does not tell. So where users are named, federated users may be let in.
 */
export function sessionsOfNamedUsers(
  requests: RequestSpace,
  policy: NamedPolicy | null | "unknown",
  own: OwnSide,
): Region {
  const { space } = requests;
  if (policy === null || policy === "unknown") return space.nothing;
  const { statements, version } = policy.document;
  return space.or(
    ...statements.flatMap((statement) =>
      statement.effect === "Deny" || statement.principal?.negated !== false
        ? []
        : statement.principal.entries.flatMap(({ value }) => {
            const parts = splitArn(value);
            if (parts === null || parts.service !== "iam" || !parts.resource.startsWith("user/")) return [];
            const name = parts.resource.slice(parts.resource.lastIndexOf("/") + 1);
            const caller = `|arn:${parts.partition}:sts::${parts.account}:federated-user/${name}`;
            const elements = [{ kind: "text", text: caller }] as const;
            return [
              space.and(
                space.matches(principalDimension, { elements, ignoreCase: false }),
                statementRegion(requests, { ...statement, principal: null }, version),
                own.limits,
                requests.fact(`session of ${value}`, "a federated user's name does not tell its user"),
              ),
            ];
          }),
    ),
  );
}
