/**
 * An observed use as the request that it was, decided by the concrete evaluator over the snapshot's policies, or over another trust
 * policy. What the trail does not tell is open, so that an answer never rests on a guess.
 */
import { explainRequest } from "../../authz/concrete/index.ts";
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
import type { ObservedUse, Snapshot, TrailCall } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/index.ts";
import type { Resolver } from "../resolve/index.ts";
import { requestCallers } from "./request-caller.ts";
import { type AskedUse, type ToldContext, toldContext } from "./told-context.ts";

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
  /** Of a world that was edited: the one before, whose trust policies say who a caller may have been. Absent: itself. */
  readonly origin?: ReplayWorld;
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

/** `trust`: instead of the role's own. */
export function replay(use: ObservedUse, world: ReplayWorld, trust: NamedPolicy | null = null): Replayed {
  const [first, ...others] = replayEach(use, world, trust);
  if (first === undefined) throw new Error("a use is by somebody");
  return others.length === 0 ? first : oneOf([first, ...others], use.granted);
}

/**
 * By each of those who it may have been, always in the same order: one, where the trail tells who called. Which they are the role's own
 * policy decides, whatever `trust` is.
 */
export function replayEach(
  use: ObservedUse,
  world: ReplayWorld,
  trust: NamedPolicy | null = null,
): readonly Replayed[] {
  const asked = questionsOf(use, world, trust);
  return "kind" in asked ? [asked] : asked.map(decided);
}

/**
 * Whether what was let in still is, by answers of {@link replayEach} before and after: what is sure stays sure, and what is open is not
 * refused. Whoever a caller may have been.
 */
export function isKept(before: readonly Replayed[], after: readonly Replayed[]): boolean {
  return before.every((was, index) => {
    const now = after[index]?.kind;
    if (was.kind === "allowed") return now === "allowed";
    return was.kind !== "unknown" || now === "unknown" || now === "allowed";
  });
}

function decided({ questions, told, side, missing, named }: Questions): Replayed {
  const decisions = questions.map((question) => explainRequest(question));
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
      return named.length > 0
        ? open(named, [], sayOf(first))
        : { kind: "refused", decision: first, nearest: first.nearest };
    case "Unknown":
      return open(
        keysOf(first.unknowns),
        first.unknowns.filter((one) => keyOf(one) === null),
        first.because,
      );
  }
}

/** It was one of them: where the call was granted, one of those that are let in, if any is. */
function oneOf(answers: readonly Replayed[], granted: boolean): Replayed {
  const allowed = answers.filter(({ kind }) => kind === "allowed");
  const [first] = allowed;
  if (first !== undefined && (granted || allowed.length === answers.length)) return first;
  const refused = answers.flatMap((one) => (one.kind === "refused" ? [one] : []));
  if (refused.length === answers.length) {
    // Who is named and misses a condition tells more than who is not named.
    const nearest = refused.toSorted((a, b) => misses(a) - misses(b))[0];
    if (nearest !== undefined) return nearest;
  }
  return open([], ["the trail tells the caller's account alone"], answers.flatMap(statementsOf));
}

function misses({ nearest }: Extract<Replayed, { kind: "refused" }>): number {
  return nearest === null || nearest.failed.some(({ element }) => element !== "Condition") ? 1 : 0;
}

function statementsOf(one: Replayed): readonly StatementEvidence[] {
  switch (one.kind) {
    case "allowed":
    case "unknown":
      return one.because;
    case "refused":
      return sayOf({ ...one.decision, nearest: one.nearest });
    case "not-judged":
      return [];
  }
}

type Questions = {
  readonly questions: readonly RequestQuestion[];
  readonly told: ToldContext;
  readonly side: "both" | "trust";
  readonly missing: readonly string[];
  /** Of somebody who stands for many: the condition keys by which the trust policy tells them apart. */
  readonly named: readonly string[];
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

function questionsOf(
  use: ObservedUse,
  world: ReplayWorld,
  trust: NamedPolicy | null,
): readonly Questions[] | Extract<Replayed, { kind: "not-judged" }> {
  const { snapshot, resolver } = world;
  const action = actions[use.call];
  if (action === null || use.role === null) {
    return { kind: "not-judged", why: "No trust policy decides about such a call." };
  }
  const { standing } = resolver.role(use.role, use.last);
  const isHeld = standing.kind === "held" || standing.kind === "made-anew";
  const row = isHeld ? snapshot.roles.row(standing.role) : null;
  if (row === null) return { kind: "not-judged", why: "The snapshot does not hold the role." };
  const resource = { arn: row.arn, account: row.account };
  const origin = world.origin ?? world;
  const own = origin.policies({ principal: "anonymous", action, resource, context: {} }).policies.resource;
  const document = own === null || own === "unknown" ? null : own.document;
  const resolved = resolver.caller(use.caller, use.last);
  const callers = requestCallers(resolved, { role: row.arn, trust: document }, snapshot);
  if (!callers.ok) return { kind: "not-judged", why: callers.error };
  return callers.value.map((caller) => {
    const request = { principal: caller.principal, action, resource, context: {} };
    const asked = { use, caller, role: row, organization: world.organization };
    const named = caller.isAnybody && document !== null ? principalKeys(document) : [];
    return { ...questionsBy(request, asked, world, trust), named };
  });
}

/** Keys that tell one principal of an account from another, lower case. */
function principalKeys({ statements }: PolicyDocument): readonly string[] {
  const keys = statements.flatMap(({ conditions }) =>
    conditions.flatMap((one) => (one.kind === "test" ? [one.key.toLowerCase()] : [])),
  );
  return [...new Set(keys.filter((key) => /^aws:(principal(arn|type|tag\/.*)|userid|username)$/.test(key)))];
}

function questionsBy(
  request: RequestToDecide,
  asked: AskedUse,
  { organization, policies }: ReplayWorld,
  trust: NamedPolicy | null,
): Omit<Questions, "named"> {
  const told = toldContext(asked);
  const held = policies(request);
  const isOneSided = held.policies.identity === "unknown";
  return {
    told,
    side: isOneSided ? "trust" : "both",
    missing: held.missing,
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
