/**
 * Which ways there are for a question, and what speaks for and against each: facts that hold, with their sources, and the sum of their
 * points. A way with a fact that says `never` is no way. Nothing is looked up here: see `circumstances.ts`.
 */

import { grantServices } from "../grants/grant-services.ts";
import { keyActionsFor } from "../grants/grant-statements.ts";
import { addStatements } from "../merge-statements.ts";
import { type Circumstances, isOneAccount, isThirdParty } from "./circumstances.ts";
import { grantFor, statementsFor, takesNoResource } from "./drafts.ts";
import { type Reason, reason, type WayKind, wayKinds } from "./facts.ts";
import { type AdviceQuestion, type AdviceTarget, isOfIdentityCenter } from "./question.ts";
import {
  goesThroughAccessPoints,
  isOwnersAlone,
  keyGrantActions,
  pageOf,
  policySupport,
} from "./services.ts";

export type WeighedWay = {
  readonly kind: WayKind;
  readonly reasons: readonly Reason[];
  readonly points: number;
  readonly isPossible: boolean;
};

/** Best first; what is no way last. */
export function weighWays(question: AdviceQuestion, known: Circumstances): readonly WeighedWay[] {
  const common = [...commonReasons(question, known)];
  const ways = wayKinds
    .filter((kind) => isMeant(kind, question))
    .map((kind): WeighedWay => {
      const own = common.length > 0 ? [] : [...reasonsOf(kind, question, known), ...callerReasons(question)];
      const reasons = unique([...common, ...own]);
      return {
        kind,
        reasons,
        points: reasons.reduce((sum, { points }) => sum + points, 0),
        isPossible: reasons.every(({ speaks }) => speaks !== "never"),
      };
    });
  return ways.toSorted(
    (a, b) =>
      Number(b.isPossible) - Number(a.isPossible) ||
      b.points - a.points ||
      wayKinds.indexOf(a.kind) - wayKinds.indexOf(b.kind),
  );
}

/** Ways that are for other kinds of resources or callers are not told at all. */
function isMeant(kind: WayKind, question: AdviceQuestion): boolean {
  const kinds = question.targets.map(({ grantable }) => grantable?.kind);
  switch (kind) {
    case "identity-policy":
      return isOneAccount(question);
    case "key-grant":
      return kinds.every((one) => one === "key");
    case "access-point":
      return kinds.length === 1 && kinds[0] === "bucket";
    case "resource-policy":
    case "role":
      return true;
  }
}

/** Of which one is enough against every way. */
function* commonReasons({ caller, targets }: AdviceQuestion, known: Circumstances): Generator<Reason> {
  if (caller.kind === "anonymous") yield reason("anonymous-caller");
  if (known.unsatisfiable !== null) yield reason("not-of-organization", { why: known.unsatisfiable });
  if (!("partition" in caller)) return;
  for (const { arn, partition: other } of targets) {
    if (other === caller.partition) continue;
    const words = { caller: caller.text, partition: caller.partition, resource: arn, other };
    yield reason("other-partition", words);
  }
}

/** Whichever way it comes. */
function* callerReasons({ caller }: AdviceQuestion): Generator<Reason> {
  if (isOfIdentityCenter(caller)) yield reason("identity-center-role", { caller: caller.text });
}

function reasonsOf(kind: WayKind, question: AdviceQuestion, known: Circumstances): readonly Reason[] {
  switch (kind) {
    case "identity-policy":
      return [...identityReasons(question)];
    case "resource-policy":
      return [...policyReasons(question, known), ...directReasons(question, known)];
    case "key-grant":
      return [...grantReasons(question), ...directReasons(question, known)];
    case "access-point":
      return [...accessPointReasons(question, known), ...directReasons(question, known)];
    case "role":
      return [...roleReasons(question, known)];
  }
}

function* identityReasons({ caller, targets }: AdviceQuestion): Generator<Reason> {
  yield reason("own-account");
  if (caller.kind === "account") yield reason("only-named-caller");
  if (targets.some(({ grantable }) => grantable?.kind === "key")) yield reason("key-of-own-account");
}

/** What the ways have in common by which the caller comes as itself. */
function* directReasons(question: AdviceQuestion, known: Circumstances): Generator<Reason> {
  const { caller, organization } = question;
  if (caller.kind === "service") {
    yield reason("service-caller");
    return;
  }
  if (!isOneAccount(question)) {
    yield reason("own-identity");
    yield reason("keeps-permissions");
    if (question.keepsOwn) yield reason("has-to-keep-permissions");
  }
  if (isThirdParty(question, known)) {
    yield reason(known.isOutsider === null ? "perhaps-third-party" : "policy-without-external-id");
  }
  if (caller.kind === "account") yield reason("whole-account", { account: caller.account });
  if (organization !== null) yield reason("organization-bound", { organization });
}

function* policyReasons(question: AdviceQuestion, known: Circumstances): Generator<Reason> {
  const { targets } = question;
  for (const target of targets) {
    const support = supportReason(target);
    if (support !== null) {
      yield support;
      continue;
    }
    yield* actionReasons(question, target, known);
    yield* roomReasons(question, target, known);
    yield* keyReasons(question, target, known);
  }
  if (targets.length > 2) yield reason("many-policies", { count: String(targets.length) });
}

function supportReason({ service, grantable, arn }: AdviceTarget): Reason | null {
  switch (policySupport(service, grantable !== null)) {
    case "by-grant":
      return null;
    case "by-hand":
      return reason("policy-by-hand", { resource: arn });
    case "none":
      return reason("no-resource-policy", { service });
    case "not-known":
      return reason("policy-not-known", { service });
  }
}

function* actionReasons(
  question: AdviceQuestion,
  target: AdviceTarget,
  { catalogue }: Circumstances,
): Generator<Reason> {
  const { grantable, actions, service } = target;
  if (grantable === null) return;
  const isOwn = "account" in question.caller && question.caller.account === target.account;
  for (const action of actions) {
    if (takesNoResource(action, catalogue)) {
      yield reason("action-without-resource", { action });
    } else if (!isOwn && isOwnersAlone(grantable.kind, action)) {
      yield reason("action-not-given", { action, service, page: pageOf(grantable.kind) });
    } else if (question.caller.kind !== "service") {
      const declared = grantFor(question, { ...target, actions: [action] });
      if (declared.ok) continue;
      const { why } = declared.error;
      yield why.startsWith(action)
        ? reason("action-not-given", { action, service, page: pageOf(grantable.kind) })
        : reason("declaration-refused", { why });
    }
  }
}

/** So much of the limit, and others will soon find no room. */
const nearlyFull = 0.9;

function* roomReasons(
  question: AdviceQuestion,
  target: AdviceTarget,
  { catalogue, policyOf }: Circumstances,
): Generator<Reason> {
  const { grantable, arn: resource } = target;
  const before = policyOf(target);
  const statements = statementsFor(question, target, catalogue);
  if (grantable === null || before === undefined || !statements.ok) return;
  const { limit } = grantServices[grantable.kind];
  const merged = addStatements(statements.value, limit)(before);
  const page = pageOf(grantable.kind);
  if (merged.kind === "refused") {
    yield reason("policy-full", { resource, page, why: merged.why });
    return;
  }
  const text = merged.kind === "changed" ? merged.text : before;
  const size = new TextEncoder().encode(text ?? "").length;
  const words = { resource, page, size: String(size), limit: String(limit.bytes) };
  yield reason(size > nearlyFull * limit.bytes ? "policy-nearly-full" : "policy-has-room", words);
}

function* keyReasons(
  question: AdviceQuestion,
  target: AdviceTarget,
  { keyOf }: Circumstances,
): Generator<Reason> {
  const key = keyOf(target);
  const declared = grantFor(question, target);
  const isOwn = "account" in question.caller && question.caller.account === target.account;
  if (key === null || key === "none" || isOwn || !declared.ok) return;
  if (keyActionsFor(declared.value).length === 0) return;
  yield key.kind === "aws"
    ? reason("key-of-aws", { key: key.name })
    : reason("key-policy-too", { key: key.arn });
}

function* grantReasons({ caller, organization, targets }: AdviceQuestion): Generator<Reason> {
  if (!("account" in caller) || organization !== null) yield reason("grant-by-name-only");
  for (const action of new Set(targets.flatMap(({ actions }) => actions))) {
    if (!keyGrantActions.has(action.toLowerCase())) yield reason("grant-operations", { action });
  }
  yield reason("beside-the-policy");
  yield reason("seldom-seen");
}

function* accessPointReasons(question: AdviceQuestion, known: Circumstances): Generator<Reason> {
  const [target] = question.targets;
  if (target === undefined) return;
  if (question.caller.kind === "service") {
    yield reason("declaration-refused", { why: "a service is told where a bucket is, not an access point" });
  }
  yield* actionReasons(question, target, known);
  for (const action of target.actions) {
    if (!goesThroughAccessPoints(action)) yield reason("access-point-calls", { action });
  }
  if (known.regionOf(target) === null) {
    yield reason("region-not-known", { resource: target.arn });
  }
  yield* keyReasons(question, target, known);
  yield reason("policy-of-its-own");
  yield reason("bucket-lets-in-too");
  yield reason("another-address");
}

function* roleReasons(question: AdviceQuestion, known: Circumstances): Generator<Reason> {
  const { caller, targets, organization, keepsOwn } = question;
  if (caller.kind === "service") yield reason("service-has-own-roles", { caller: caller.text });
  if (caller.kind === "organization") yield reason("no-organization-role");
  if (!("account" in caller)) return;
  const accounts = new Set(targets.map(({ account }) => account));
  const services = [...new Set(targets.map(({ service }) => service))];
  yield reason("other-identity");
  yield reason(keepsOwn ? "can-not-keep-permissions" : "gives-up-permissions");
  if (isOneAccount(question)) yield reason("nothing-to-cross");
  if (targets.length > 1 && accounts.size === 1) yield reason("one-place", { count: String(targets.length) });
  if (services.length > 1) yield reason("several-services", { services: services.join(", ") });
  if (isThirdParty(question, known)) {
    yield reason(known.isOutsider === null ? "perhaps-third-party" : "role-asks-external-id");
  }
  if (caller.kind === "role") yield reason("chained-session", { caller: caller.text });
  if (accounts.size > 1) yield reason("several-accounts", { count: String(accounts.size) });
  if (caller.kind === "account") yield reason("whole-account", { account: caller.account });
  if (organization !== null && !isOneAccount(question)) yield reason("organization-bound", { organization });
  const isKeyHere = targets.some((target) => {
    const key = known.keyOf(target);
    return key !== null && key !== "none" && (key.kind === "aws" || key.account === target.account);
  });
  if (isKeyHere) yield reason("key-by-own-account");
  yield reason("sessions-end");
}

/** The same sentence once. */
function unique(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((one) => [one.says, one])).values()];
}
