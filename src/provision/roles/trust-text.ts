/** The trust policy that a declaration asks for: one statement for each way in, whose conditions all have to hold. */
import type { DeclaredPrincipal, DeclaredTrust, SessionTag } from "./declaration.ts";

/** By operator and key, as a policy writes them. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A way in, with units as patterns of `aws:PrincipalOrgPaths`. */
export type BoundTrust = Omit<DeclaredTrust, "units"> & { readonly unitPaths: readonly string[] };

export type TrustStatement = {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Condition?: Conditions;
};

export function trustText(trust: readonly BoundTrust[], partition: string): string {
  const Statement = trust.map((one, index) => trustStatement(one, index, partition));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

export function trustStatement(trust: BoundTrust, index: number, partition: string): TrustStatement {
  const Condition = conditionsOf(trust);
  return {
    // IAM takes letters and digits alone.
    Sid: `AccessLensAssume${index === 0 ? "" : index + 1}`,
    Effect: "Allow",
    Principal: { AWS: oneOrMany(trust.principals.map((principal) => principalText(principal, partition))) },
    Action: oneOrMany(actionsOf(trust)),
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
}

/** An account is named by its root, as AWS writes it back (IAM-SEMANTICS 12). */
function principalText(principal: DeclaredPrincipal, partition: string): string {
  return principal.kind === "account" ? `arn:${partition}:iam::${principal.account}:root` : principal.arn;
}

/** A session with tags needs sts:TagSession, one with a source identity sts:SetSourceIdentity (IAM-SEMANTICS 30, 32). */
export function actionsOf({
  sessionTags,
  sourceIdentity,
}: Pick<DeclaredTrust, "sessionTags" | "sourceIdentity">) {
  return [
    "sts:AssumeRole",
    ...(sessionTags.length === 0 ? [] : ["sts:TagSession"]),
    ...(sourceIdentity === null ? [] : ["sts:SetSourceIdentity"]),
  ];
}

function conditionsOf(trust: BoundTrust): Conditions {
  const { organization, unitPaths, externalId } = trust;
  const sets: [operator: string, key: string, values: readonly string[]][] = [];
  if (organization !== null) sets.push(["StringEquals", "aws:PrincipalOrgID", [organization]]);
  if (externalId.kind === "stated") sets.push(["StringEquals", "sts:ExternalId", externalId.values]);
  // The key has several values, so that it needs a set operator.
  if (unitPaths.length > 0) sets.push(["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", unitPaths]);
  sets.push(...sessionConditions(trust));
  const conditions: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, key, values] of sets) {
    conditions[operator] = { ...conditions[operator], [key]: oneOrMany(values) };
  }
  return conditions;
}

function* sessionConditions({
  sessionTags,
  sourceIdentity,
}: BoundTrust): Generator<[operator: string, key: string, values: readonly string[]]> {
  for (const tag of sessionTags) {
    if (tag.required) yield ["StringLike", `aws:RequestTag/${tag.key}`, tag.values];
    else if (!isAny(tag.values)) yield ["StringLikeIfExists", `aws:RequestTag/${tag.key}`, tag.values];
  }
  if (sessionTags.length > 0) {
    yield ["ForAllValues:StringEquals", "aws:TagKeys", sessionTags.map(({ key }) => key)];
    yield transitiveCondition(sessionTags);
  }
  if (sourceIdentity === null) return;
  const operator = sourceIdentity.required ? "StringLike" : "StringLikeIfExists";
  if (sourceIdentity.required || !isAny(sourceIdentity.values)) {
    yield [operator, "sts:SourceIdentity", sourceIdentity.values];
  }
}

/** What may be handed on is bounded too: an empty list can't be written, so that the key has to be absent. */
function transitiveCondition(tags: readonly SessionTag[]): [string, string, readonly string[]] {
  const handedOn = tags.filter(({ transitive }) => transitive).map(({ key }) => key);
  return handedOn.length === 0
    ? ["Null", "sts:TransitiveTagKeys", ["true"]]
    : ["ForAllValues:StringEquals", "sts:TransitiveTagKeys", handedOn];
}

function isAny(values: readonly string[]): boolean {
  return values.includes("*");
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
