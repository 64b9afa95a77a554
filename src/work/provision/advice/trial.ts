/** What comes of trying a way, and what all trials have in common. */
import type { Snapshot } from "../../../model/index.ts";
import type { AdviceQuestion, Circumstances, Reason } from "../../../provision/advice/index.ts";
import { isHeld } from "../../../provision/index.ts";
import type { Engine } from "../../engine.ts";
import type { Exposure } from "./exposure.ts";
import type { Ground } from "./ground.ts";
import { type Check, type Proof, prove } from "./proof.ts";
import { type PolicyPlan, withCallerPolicy } from "./put-in.ts";
import type { Ready } from "./ready.ts";
import { requestsWithKey } from "./requests.ts";

export type Trial = Proof & {
  readonly ready: Ready;
  readonly policies: readonly PolicyPlan[];
  readonly tried: readonly Check[];
  readonly exposes: readonly Exposure[];
  /** What the trial found besides. */
  readonly reasons: readonly Reason[];
};

export type TrialScope = {
  readonly question: AdviceQuestion;
  readonly known: Circumstances;
  readonly ground: Ground;
  /** Of the ground's snapshot. */
  readonly before: Engine;
  readonly roleName: string | null;
};

/** Where the ground is made up, but the caller's side is known: what that denies, it denies. */
export function withGivenSide(
  proof: Proof,
  tried: readonly Check[],
  text: string | null,
  { question, ground: { snapshot, given } }: TrialScope,
): Proof {
  if (given === null || given === snapshot || !isHeld(given, question.caller.text)) return proof;
  const own = tried.filter(({ principal }) => principal === question.caller.text);
  const theirs = prove(own, withCallerPolicy(given, question, text));
  return theirs.state === "blocked" ? theirs : { ...proof, state: worse(proof, theirs) };
}

function worse(a: Proof, b: Proof): Proof["state"] {
  return a.state === "proven" ? b.state : a.state;
}

/** The caller itself; of an account its root, whom its own policies can't stop; of an organization the root of one member. */
export function directChecks(
  { caller, targets }: AdviceQuestion,
  known: Circumstances,
  snapshot: Snapshot,
): readonly Check[] {
  const requests = targets.flatMap((target) => requestsWithKey(target, known));
  switch (caller.kind) {
    case "role":
    case "user":
    case "account":
      return requests.map((request) => ({ ...request, principal: caller.text }));
    case "service":
      return requests.map((request) => ({
        ...request,
        principal: caller.text,
        context: { ...request.context, "aws:SourceAccount": request.account },
      }));
    case "organization": {
      const owners = new Set<string>(targets.map(({ account }) => account));
      const member = snapshot.accounts.find(
        ({ id, inOrganization, status }) => inOrganization && status === "ACTIVE" && !owners.has(id),
      );
      if (member === undefined) return [];
      const principal = `arn:${member.partition}:iam::${member.id}:root`;
      return requests.map((request) => ({ ...request, principal }));
    }
    case "anonymous":
      return [];
  }
}
