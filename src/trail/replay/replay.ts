/**
 * An observed use as the request that it was, decided by the concrete evaluator over the snapshot's policies, or over another trust
 * policy. What the trail does not tell is open, so that an answer never rests on a guess.
 */
import { decideRequest, explainRequest } from "../../authz/concrete/index.ts";
import { allowOfAll, policyOf } from "../../authz/everything.ts";
import type {
  NamedPolicy,
  NearestMiss,
  PolicySet,
  RequestDecision,
  RequestQuestion,
  RequestToDecide,
  StatementEvidence,
} from "../../authz/request-question.ts";
import type { OrganizationView } from "../../authz/types.ts";
import { type ObservedUse, type Snapshot, splitArn, type TrailCall } from "../../model/index.ts";
import type { Resolver } from "../resolve/index.ts";
import { requestCaller } from "./request-caller.ts";
import { type ToldContext, toldContext } from "./told-context.ts";

/** What a snapshot holds for a request; `missing`: what limits it and is not known, one sentence each. */
export type HeldPolicies = {
  readonly policies: PolicySet;
  readonly context: RequestToDecide["context"];
  readonly role: string | null;
  readonly missing: readonly string[];
};

export type PolicySource = (request: RequestToDecide) => HeldPolicies;

export type ReplayWorld = {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly resolver: Resolver;
  readonly policies: PolicySource;
};

export type Replayed =
  /** `side`: `trust` where the caller's own policies are not in the snapshot, so that the role's side alone was asked. */
  | {
      readonly kind: "allowed";
      readonly side: "both" | "trust";
      readonly because: readonly StatementEvidence[];
      /** What could still refuse it and is not in the snapshot. */
      readonly missing: readonly string[];
    }
  | {
      readonly kind: "refused";
      readonly decision: RequestDecision;
      readonly nearest: NearestMiss | null;
    }
  | {
      readonly kind: "unknown";
      /** Condition keys that the trail does not tell, and that the answer hangs on; and other reasons, a sentence each. */
      readonly keys: readonly string[];
      readonly reasons: readonly string[];
      readonly because: readonly StatementEvidence[];
    }
  | { readonly kind: "not-judged"; readonly why: string };

/** `trust`: instead of the role's own; a refusal is then told without the statement that came closest. */
export function replay(use: ObservedUse, world: ReplayWorld, trust: NamedPolicy | null = null): Replayed {
  const asked = questionsOf(use, world, trust);
  if ("kind" in asked) return asked;
  const { questions, told, side, missing, isStandIn } = asked;
  const decisions = questions.map(trust === null ? explainRequest : decideRequest);
  const [first] = decisions;
  if (first === undefined) throw new Error("a use is at least one request");
  if (decisions.some((one) => outcomeOf(one) !== outcomeOf(first))) {
    return open(told.apart === null ? [] : [told.apart], [], decisions.flatMap(sayOf));
  }
  switch (first.decision) {
    case "Allowed":
      return { kind: "allowed", side, because: first.because, missing };
    case "ExplicitlyDenied":
    case "ImplicitlyDenied":
      return isStandIn
        ? open([], ["The trail tells the caller's account alone."], first.because)
        : { kind: "refused", decision: first, nearest: first.nearest };
    case "Unknown":
      return open(
        keysOf(first.unknowns),
        first.unknowns.filter((one) => keyOf(one) === null),
        first.because,
      );
  }
}

type Questions = {
  readonly questions: readonly RequestQuestion[];
  readonly told: ToldContext;
  readonly side: "both" | "trust";
  readonly missing: readonly string[];
  readonly isStandIn: boolean;
};

const actions: Readonly<Record<TrailCall, string | null>> = {
  AssumeRole: "sts:AssumeRole",
  SwitchRole: "sts:AssumeRole",
  CreateSession: "sts:AssumeRole",
  AssumeRoleWithSAML: "sts:AssumeRoleWithSAML",
  AssumeRoleWithWebIdentity: "sts:AssumeRoleWithWebIdentity",
  AssumeRoot: null,
  GetFederationToken: null,
  GetSessionToken: null,
  GetRoleCredentials: null,
  Federate: null,
};

/** The requests of the use, for judges that try them on something else. */
export function requestsOf(use: ObservedUse, world: ReplayWorld): readonly RequestToDecide[] {
  const asked = questionsOf(use, world, null);
  return "kind" in asked ? [] : asked.questions.map(({ request }) => request);
}

function questionsOf(
  use: ObservedUse,
  { snapshot, organization, resolver, policies }: ReplayWorld,
  trust: NamedPolicy | null,
): Questions | Extract<Replayed, { kind: "not-judged" }> {
  const action = actions[use.call];
  if (action === null || use.role === null) {
    return { kind: "not-judged", why: "No trust policy decides about such a call." };
  }
  const target = resolver.role(use.role, use.last);
  const { standing } = target;
  const row =
    standing.kind === "held" || standing.kind === "made-anew" ? snapshot.roles.row(standing.role) : null;
  if (row === null) return { kind: "not-judged", why: "The snapshot does not hold the role." };
  const caller = requestCaller(resolver.caller(use.caller, use.last), row.arn, snapshot);
  if (!caller.ok) return { kind: "not-judged", why: caller.error };
  const told = toldContext({ use, caller: caller.value, role: row, organization });
  const request: RequestToDecide = {
    principal: caller.value.principal,
    action,
    resource: { arn: row.arn, account: splitArn(row.arn)?.account ?? "" },
    context: {},
  };
  const held = policies(request);
  const isOneSided = held.policies.identity === "unknown";
  return {
    told,
    side: isOneSided ? "trust" : "both",
    missing: held.missing,
    isStandIn: caller.value.isStandIn,
    questions: told.alternatives.map((context) => ({
      request: {
        ...request,
        context: { ...held.context, ...context },
        ...(held.role === null ? {} : { role: held.role }),
      },
      policies: {
        ...held.policies,
        ...(isOneSided ? { identity: [anything] } : {}),
        ...(trust === null ? {} : { resource: trust }),
      },
      organization,
      untold: told.untold,
    })),
  };
}

/** For policies that are not in the snapshot: the other side decides. */
const anything: NamedPolicy = { name: "not in the snapshot", document: policyOf([allowOfAll("*")]) };

function outcomeOf({ decision }: RequestDecision): string {
  return decision.endsWith("Denied") ? "refused" : decision;
}

/** The statements that made a decision, or came closest to another. */
function sayOf({ because, nearest }: RequestDecision): readonly StatementEvidence[] {
  return nearest === null ? because : [...because, nearest.statement];
}

function open(
  keys: readonly string[],
  reasons: readonly string[],
  because: readonly StatementEvidence[],
): Replayed {
  return { kind: "unknown", keys, reasons, because };
}

function keysOf(unknowns: readonly string[]): readonly string[] {
  return [...new Set(unknowns.flatMap((one) => keyOf(one) ?? []))];
}

/** As the evaluator words it of a key that is not told. */
function keyOf(reason: string): string | null {
  return /^what (\S+) was is not told$/.exec(reason)?.[1] ?? null;
}
