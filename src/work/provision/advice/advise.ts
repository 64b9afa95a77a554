/** Advice: the ways weighed, those that are ways tried, and the best of them recommended. */
import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import {
  type AdviceQuestion,
  type Circumstances,
  grantFor,
  isOneAccount,
  isThirdParty,
  keyNeeds,
  type Reason,
  type WayKind,
  type WeighedWay,
  weighWays,
} from "../../../provision/advice/index.ts";
import { isHeld, keyActionsFor } from "../../../provision/index.ts";
import { type Engine, engineOf } from "../../engine.ts";
import type { Advice, AdvisedWay } from "./advice-shape.ts";
import { circumstancesOf, type Ground, groundOf } from "./ground.ts";
import { tryWay } from "./try-ways.ts";

export type AdviceOptions = {
  /** Null: there is no snapshot. */
  readonly engine: Engine | null;
  readonly catalogue: ActionCatalogue;
  /** Of the role that would be made; null: one is made up. */
  readonly roleName: string | null;
};

const states = ["proven", "unproven", "blocked", "impossible"] as const;

export function advise(question: AdviceQuestion, options: AdviceOptions): Advice {
  const { engine, catalogue, roleName } = options;
  const ground = groundOf(question, engine?.snapshot ?? null);
  const known = circumstancesOf(question, ground, catalogue);
  const before = ground.snapshot === engine?.snapshot ? engine : engineOf(ground.snapshot, engine?.config);
  const ways = weighWays(question, known)
    .map((way) => advised(way, () => tryWay(way.kind, { question, known, ground, before, roleName })))
    // The order of the weighing stays among those of one state; what is not known is no worse than what is proven.
    .toSorted((a, b) => rank(a) - rank(b));
  const [best] = ways;
  const recommended = best !== undefined && rank(best) === 0 ? best : null;
  return {
    from: "account" in question.caller || question.caller.kind === "service" ? question.caller.text : "*",
    to: question.targets.map(({ arn: resource, account, actions }) => ({
      ...{ resource, account, actions: [...actions] },
    })),
    organization: question.organization,
    thirdParty: isThirdParty(question, known),
    recommended: recommended?.kind ?? null,
    because: becauseOf(recommended, ways),
    ways,
    unknown: ways.every(({ state }) => state === "impossible") ? [] : [...unknowns(question, known, ground)],
  };
}

function rank({ state }: AdvisedWay): number {
  return Math.max(0, states.indexOf(state) - 1);
}

function advised(way: WeighedWay, trial: () => ReturnType<typeof tryWay>): AdvisedWay {
  const { kind } = way;
  const about = { kind, title: titles[kind] };
  const impossible = (reasons: readonly Reason[]): AdvisedWay => ({
    ...{ ...about, state: "impossible", points: way.points, reasons: [...reasons] },
    ...{ blockedBy: [], unknown: [], tried: [], commands: [], files: [], policies: [], exposes: null },
  });
  if (!way.isPossible) return impossible(way.reasons);
  const { state, blockedBy, unknown, ready, policies, tried, exposes, reasons } = trial();
  if (reasons.some(({ speaks }) => speaks === "never")) return impossible([...way.reasons, ...reasons]);
  return {
    ...{ ...about, state, points: way.points },
    reasons: [...way.reasons, ...reasons],
    blockedBy: [...blockedBy],
    unknown: [...unknown],
    tried: tried.map(({ principal, action, resource, context }) => ({
      principal,
      action,
      resource,
      context,
    })),
    commands: [...ready.commands],
    files: [...ready.files],
    policies: policies.map(({ resource, before, isKnown, after }) => ({ resource, before, isKnown, after })),
    exposes: exposes.map(({ action, resource, gained }) => ({ action, resource, gained: [...gained] })),
  };
}

const titles: Readonly<Record<WayKind, string>> = {
  "identity-policy": "the caller's own policies",
  "resource-policy": "the resource's policy",
  "key-grant": "a grant beside the key's policy",
  "access-point": "an access point before the bucket",
  role: "a role in the resource's account",
};

function becauseOf(best: AdvisedWay | null, ways: readonly AdvisedWay[]): string {
  if (best === null) {
    const [first] = ways;
    return first?.state === "impossible"
      ? (first.reasons.find(({ speaks }) => speaks === "never")?.says ?? "There is no way.")
      : "Each way is still denied: see what blocks it.";
  }
  const strongest = best.reasons
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, 2);
  const others = ways.filter((way) => way !== best && rank(way) === 0);
  if (strongest.length > 0) return strongest.map(({ says }) => says).join(" ");
  return others.length === 0
    ? "It is the only way that is left."
    : "Less speaks against it than against the others.";
}

function* unknowns(
  question: AdviceQuestion,
  known: Circumstances,
  { given, snapshot }: Ground,
): Generator<string> {
  const { caller, targets, organization } = question;
  if (given === null) {
    yield "No snapshot was asked: what stands in the policies, who else could, and what would deny it is not known.";
  } else if (given !== snapshot) {
    const missing = targets.find(({ account }) => given.accountIndex(account) === null);
    yield `The snapshot has no account ${missing?.account}: what stands there, and what would deny it there, is not known.`;
  }
  if ((caller.kind === "role" || caller.kind === "user") && given !== null && !isHeld(given, caller.text)) {
    yield `The snapshot has no ${caller.text}: whether its own account denies it is not known.`;
  }
  if ("account" in caller && !isOneAccount(question) && known.isOutsider === null) {
    yield "Whether the caller's account is of your organization is not known: it is taken as a third party.";
  }
  if (organization !== null && given?.organization?.id !== organization) {
    yield `Of ${organization} nothing is known: if the caller's account is not in it, the bound lets nobody in.`;
  }
  for (const target of targets) {
    const declared = grantFor(question, target);
    if (declared.ok && keyActionsFor(declared.value).length > 0 && known.keyOf(target) === null) {
      yield `Whether ${target.arn} is encrypted by a key of KMS is not known: name it by --key. The plan of accesslens grant reads it.`;
    }
    const key = keyNeeds(target, known.keyOf(target));
    if (key !== null && key.account !== target.account) {
      yield `The key ${key.arn} is of another account: for a role, its policy has to let in account ${target.account}, which is not planned.`;
    }
    if (given === snapshot && target.grantable !== null && known.policyOf(target) === undefined) {
      yield `The policy of ${target.arn} is not in the snapshot: how much room it has, and whom it denies, is not known.`;
    }
  }
}
