/** Statements and layers as claims: does one of them match, by which way of naming the caller? */
import type { PolicyDocument, Statement } from "../../../src/policy/ast.ts";
import { type Caller, derivedKeys } from "./callers.ts";
import { conditionHolds } from "./conditions.ts";
import type { Encoder } from "./encoder.ts";
import { partsOf, type Version } from "./policy-text.ts";
import { type NamedAs, takesIn, waysOfNaming } from "./principals.ts";
import { all, any, type Claim, no, not, or, sure, type Term, yes } from "./terms.ts";

export type Asked = { readonly encoder: Encoder; readonly caller: Caller; readonly hasBoundary: boolean };

/** Without regard to who calls. */
function matchesRequest(asked: Asked, statement: Statement, version: Version): Claim {
  const { action, resource, conditions } = statement;
  const { encoder } = asked;
  const actions = or(action.patterns.map(({ text }) => encoder.action(text)));
  const resources =
    resource === null ? "true" : or(resource.patterns.map(({ text }) => encoder.resource(text, version)));
  const unless = (negated: boolean, term: Term): Claim => sure(negated ? not(term) : term);
  return all([
    unless(action.negated, actions),
    unless(resource?.negated ?? false, resources),
    ...conditions.map((condition) => conditionHolds(encoder, condition, version)),
  ]);
}

function matching(asked: Asked, documents: readonly PolicyDocument[], effect: "Allow" | "Deny"): Claim {
  return any(
    documents.flatMap((document) =>
      document.statements
        .filter((statement) => statement.effect === effect)
        .map((statement) =>
          all([matchesRequest(asked, statement, document.version), takesInAnyWay(asked, statement)]),
        ),
    ),
  );
}

/** A policy of a principal has no Principal element, and is about that principal. */
function takesInAnyWay({ caller, hasBoundary }: Asked, { principal, effect }: Statement): Claim {
  if (principal === null) return yes;
  const ways = takesIn(principal, caller, effect, hasBoundary);
  return any(waysOfNaming.map((way) => ways[way]));
}

export function allows(asked: Asked, documents: readonly PolicyDocument[]): Claim {
  return matching(asked, documents, "Allow");
}

export function denies(asked: Asked, documents: readonly PolicyDocument[]): Claim {
  return matching(asked, documents, "Deny");
}

/** `condition`: by the star, and the statement's own condition names the caller's ARN (IAM-SEMANTICS 10). */
export type ResourceAllows = Readonly<Record<NamedAs | "condition", Claim>>;

export function allowsByWay(asked: Asked, document: PolicyDocument): ResourceAllows {
  const found: Record<NamedAs | "condition", Claim> = {
    itself: no,
    role: no,
    star: no,
    account: no,
    condition: no,
  };
  for (const statement of document.statements) {
    if (statement.effect !== "Allow" || statement.principal === null) continue;
    const matches = matchesRequest(asked, statement, document.version);
    const ways = takesIn(statement.principal, asked.caller, "Allow", asked.hasBoundary);
    for (const way of waysOfNaming) {
      const taken = all([ways[way], matches]);
      const counted =
        way === "star" && namesCaller(asked.caller, statement, document.version) ? "condition" : way;
      found[counted] = any([found[counted], taken]);
    }
  }
  return found;
}

function namesCaller(caller: Caller, { conditions }: Statement, version: Version): boolean {
  const [arn] = derivedKeys(caller, null).get("aws:principalarn") ?? [];
  const isIt = (text: string, wildcards: boolean): boolean =>
    partsOf(text, version, wildcards)
      .map((part) => (part.kind === "character" ? part.is : "*?"))
      .join("") === arn;
  return conditions.some(
    (condition) =>
      condition.kind === "test" &&
      condition.key.toLowerCase() === "aws:principalarn" &&
      /^(StringEquals|StringLike|ArnEquals|ArnLike)$/.test(condition.operator) &&
      !condition.ifExists &&
      condition.quantifier === null &&
      condition.values.some(({ text }) => isIt(text, condition.operator !== "StringEquals")),
  );
}
