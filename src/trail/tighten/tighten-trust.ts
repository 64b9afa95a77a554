/**
 * A role's trust policy without what nobody used: whole accounts become those who came in from there, and principals that never came
 * go. In: the policy's text and the role's granted uses. Out: a policy of which is proven, by the comparison of policies, that it lets
 * in nobody new, and, by replaying every use through the concrete evaluator, that it lets in everybody who was seen.
 */

import type { NamedPolicy, RequestToDecide } from "../../authz/request-question.ts";
import { comparePolicies } from "../../authz/symbolic/index.ts";
import { editPolicy } from "../../findings/policy-edit.ts";
import { displayPolicy, parsePolicy, policySize, policySizeLimits } from "../../policy/index.ts";
import { trustStatements } from "../audit/audit-kind.ts";
import type { AuditedUse } from "../audit/index.ts";
import { isKept, type Replayed, type ReplayWorld, replay, replayEach } from "../replay/index.ts";
import { type Narrowing, narrowedStatements } from "./narrow-statements.ts";

export type TrustToTighten = {
  readonly role: { readonly arn: string; readonly account: string };
  /** As the snapshot has it, or as it stands now. */
  readonly trust: NamedPolicy & { readonly text: string };
  /** All granted ones that the trail has of the role. */
  readonly uses: readonly AuditedUse[];
};

export type Tightened = {
  readonly kind: "tightened";
  readonly before: string;
  /** As it is shown. */
  readonly after: string;
  readonly narrowings: readonly Narrowing[];
  /** A request that is let in no more. */
  readonly cut: RequestToDecide | null;
  readonly verified: {
    /** Calls that were seen, all of which are let in as before. */
    readonly calls: number;
    /** Of them, those of which the trail does not tell enough to be sure, before or after. */
    readonly open: number;
  };
  /** Uses that are impossible already: nothing is kept for them. */
  readonly impossible: readonly AuditedUse[];
};

export type NotTightened = { readonly kind: "not-tightened"; readonly why: string };

export function tightenTrust(
  { role, trust, uses }: TrustToTighten,
  world: ReplayWorld,
): Tightened | NotTightened {
  const before = uses.map((one) => ({ one, was: replay(one.use, world, trust) }));
  const untold = before.find(({ was }) => isUntold(was));
  if (untold !== undefined) {
    return not(`of ${untold.one.by} the trail does not tell enough to say how it came in`);
  }
  const { narrowings, edits } = narrowedStatements(trust.document, role, before);
  if (narrowings.length === 0)
    return not("all that the policy names was seen, or can't be named more narrowly");
  const edited = editPolicy(trust.text, edits);
  if (edited === null) return not("nobody was seen who would be left in: is the role still needed?");
  const after = displayPolicy(edited).text;
  const parsed = parsePolicy(after, { kind: "trust" });
  if (!parsed.ok) return not(`the policy can't be edited: ${parsed.error.message}`);
  const size = policySize(after) ?? 0;
  if (size > policySizeLimits.trustAtMost) {
    return not(
      `those who were seen are too many to be named: ${size} characters, and AWS takes ${policySizeLimits.trustAtMost}`,
    );
  }
  const refused = firstRefused(uses, trust, { ...trust, document: parsed.value, text: after }, world);
  if (refused !== null) return not(`it would refuse ${refused.by}, who was seen`);
  const compared = comparePolicies(parsed.value, trust.document, "trust");
  if (!compared.aWithinB || !compared.denyEqual) {
    return not(
      `that it lets in nobody new could not be proven: ${compared.reasons.join("; ") || "it would"}`,
    );
  }
  if (compared.equal) return not("it would mean the same");
  const possible = before.filter(({ was }) => was.kind === "allowed" || was.kind === "unknown");
  return {
    kind: "tightened",
    before: trust.text,
    after,
    narrowings,
    cut: compared.onlyInB,
    verified: {
      calls: possible.reduce((sum, { one }) => sum + one.use.count, 0),
      open: possible.reduce((sum, { one, was }) => sum + (was.kind === "unknown" ? one.use.count : 0), 0),
    },
    impossible: before.filter(({ was }) => was.kind === "refused").map(({ one }) => one),
  };
}

/** A use that may pass now and would not with the other policy; also one that is sure now and would be open. */
function firstRefused(
  uses: readonly AuditedUse[],
  before: NamedPolicy,
  after: NamedPolicy,
  world: ReplayWorld,
): AuditedUse | null {
  const lost = uses.find(({ use }) => !isKept(replayEach(use, world, before), replayEach(use, world, after)));
  return lost ?? null;
}

/** By which statement the use came in can't be told. */
function isUntold(was: Replayed): boolean {
  if (was.kind === "not-judged") return true;
  return was.kind === "unknown" && trustStatements(was).length === 0;
}

function not(why: string): NotTightened {
  return { kind: "not-tightened", why };
}
