/**
 * What the resource's policy says, and what the caller's own policies still have to say to each way in that it opens: that
 * depends on how it names the caller (IAM-SEMANTICS A2).
 */
import type { Statement } from "../../policy/ast.ts";
import type { PolicySet } from "../request-question.ts";
import type { Caller } from "./caller.ts";
import type { CallerSide } from "./caller-side.ts";
import { type Judgement, judge, unknownLayer } from "./layer.ts";
import { anyOf, both, either, type Outcome, unknown } from "./outcome.ts";
import type { NamedAs } from "./principal-match.ts";
import type { Call } from "./statement-match.ts";

/** Null: the resource has no policy. */
export function judgeResource({ resource }: PolicySet, call: Call): Judgement | null {
  if (resource === null) return null;
  if (resource === "unknown") return unknownLayer("resource", "the policy of the resource is not known");
  const judgement = judge("resource", null, [resource], call);
  // The owner's root user can always mend a bucket policy (IAM-SEMANTICS 62).
  return judgement.deny !== false && mendsBucketPolicy(call) ? { ...judgement, deny: false } : judgement;
}

function mendsBucketPolicy({ action, caller, owner }: Call): boolean {
  return (
    caller.kind === "root" &&
    caller.account === owner &&
    (action === "s3:getbucketpolicy" || action === "s3:putbucketpolicy" || action === "s3:deletebucketpolicy")
  );
}

/** Each Allow of the resource's policy opens its own way in. Of a caller of the resource's own account. */
export function waysInSameAccount(resource: Judgement, own: CallerSide, call: Call): Outcome {
  // Of a policy that is not known nobody knows how it names the caller.
  if (resource.matched.length === 0) return resource.allow;
  let outcome: Outcome = false;
  for (const { prepared, outcome: matched, namings } of resource.matched) {
    if (prepared.statement.effect === "Deny") continue;
    const needed: Outcome =
      namings.length === 0
        ? own.all
        : anyOf(namings, (naming) =>
            both(naming.outcome, ownSideNeeded(naming.as, prepared.statement, own, call)),
          );
    outcome = either(outcome, both(matched, needed));
    if (outcome === true) return true;
  }
  return outcome;
}

function ownSideNeeded(namedAs: NamedAs, statement: Statement, own: CallerSide, call: Call): Outcome {
  switch (namedAs) {
    case "account":
      return own.all;
    case "role":
    case "user-of-session":
      return both(own.boundary, own.session);
    case "user":
      // A2's first row and AWS's page on trust policies contradict each other (IAM-SEMANTICS 26).
      return call.isTrust ? either(own.boundary, contradiction) : true;
    case "session":
    case "federated-user":
    case "service":
    case "federated":
      return true;
    case "everyone":
      if (call.caller.kind === "root") return own.all;
      // A condition only takes away: what the star gives with one on aws:PrincipalArn, it gives without (rows 6 and 7).
      if (!call.isTrust) return true;
      return demandsPrincipalArn(statement) || either(both(own.boundary, own.session), limitsOfEveryone);
  }
}

const contradiction = unknown("AWS's documentation contradicts itself on a named user's boundary");

/** Of trust policies, whose page contradicts the table in another row already (IAM-SEMANTICS 26). */
const limitsOfEveryone = unknown(
  'whether a permissions boundary or session policy limits a caller let in by "*" was not confirmed',
);

/**
 * The star with a condition that `aws:PrincipalArn` is a role's ARN is a row of its own in A2: boundary and session do not
 * limit it. Of a value with wildcards AWS's pages say nothing.
 */
function demandsPrincipalArn({ conditions }: Statement): boolean {
  return conditions.some(
    (condition) =>
      condition.kind === "test" &&
      condition.key.toLowerCase() === "aws:principalarn" &&
      !condition.ifExists &&
      condition.quantifier !== "ForAllValues" &&
      ["ArnEquals", "ArnLike", "StringEquals", "StringLike"].includes(condition.operator) &&
      condition.values.every(({ text }) => /^arn:[^:]*:iam::[^:]*:role\/[^*?$]+$/.test(text)),
  );
}

/** Role trust policies and key policies: nobody gets in without their Allow (IAM-SEMANTICS 25, 61). */
export function needsResourceAllow({ isTrust, action, resource }: Call): boolean {
  return isTrust || (action.startsWith("kms:") && resource.parts?.resource.startsWith("key/") === true);
}

/** Services, federated and anonymous callers have no account. */
export function isOwnAccount(caller: Caller, owner: string): boolean {
  return "account" in caller && caller.account === owner;
}
