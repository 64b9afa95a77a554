/** Whether a subject is administrator of its account: everything is allowed that SCPs leave, whatever its policies are called. */

import type { PolicyDocument } from "../../policy/ast.ts";
import { administratorJudge } from "../capability/administrator.ts";
import { allowOfAll, policyOf } from "../everything.ts";
import type { Situation } from "../trust/situation.ts";
import type { ActionSet } from "./action-set.ts";
import type { CallPolicyLibrary } from "./call-policies.ts";
import { settledFor } from "./settled-policy.ts";
import type { NamedCallPolicy, Subject } from "./subject.ts";

/** Null: that hangs on a text that is not at hand, or could not be settled. */
export type AdministratorTest = (subject: Subject) => boolean | null;

const everything = policyOf([allowOfAll("*")]);

/** Remembers: the same policies are asked about for very many principals. */
export function administratorTest(
  actions: ActionSet,
  policies: CallPolicyLibrary,
  standingOf: (subject: Subject) => Situation,
): AdministratorTest {
  const judge = administratorJudge(null);
  return (subject) => {
    const { identity, boundary, hasEverything, mayAllow } = subject;
    // Whoever lacks one of the actions can't have all.
    if (mayAllow !== actions.all) return false;
    const plain = plainAnswer(subject);
    if (plain !== null) return plain;
    const standing = standingOf(subject);
    const whole = ({ document }: NamedCallPolicy): PolicyDocument | null => {
      const read = document === null ? null : policies.whole(document);
      return read === null ? null : settledFor(read, standing, subject.accountId);
    };
    const documents = identity.flatMap((policy) => whole(policy) ?? []);
    const answer = judge({
      identity: hasEverything ? [everything, ...documents] : documents,
      boundary: boundary === null ? null : whole(boundary),
      missing: { identity: missing(identity), boundary: boundary === null ? [] : missing([boundary]) },
    });
    return answer.kind === "unknown" ? null : answer.kind === "administrator";
  };
}

/** Most administrators have one statement that allows everything, and nothing besides that limits or denies. */
function plainAnswer({ identity, boundary, hasEverything }: Subject): true | null {
  const allows = hasEverything || identity.some(({ policy }) => policy?.hasAllowAll === true);
  const isWhole = identity.every(({ policy }) => policy !== null && !policy.hasDeny);
  const isFree = boundary === null || (boundary.policy?.hasAllowAll === true && !boundary.policy.hasDeny);
  return allows && isWhole && isFree ? true : null;
}

function missing(policies: readonly NamedCallPolicy[]): readonly string[] {
  return policies.flatMap(({ name, policy }) =>
    policy === null ? [`the snapshot does not hold the text of ${name}`] : [],
  );
}
