/**
 * What the engine says of a policy before and after a change: whether what is asked for is possible already, which Deny would still be
 * in the way, and whether the owner's administrators can still change the policy. Each is a comparison of sets of requests, and
 * exact where that is.
 */

import type { RequestToDecide } from "../authz/request-question.ts";
import { findAllowedOnlyBy } from "../authz/symbolic/index.ts";
import { type PolicyDocument, parsePolicy } from "../policy/index.ts";
import { isManagedSid } from "./managed-sid.ts";
import {
  type JsonValue,
  type ManagedStatement,
  statementsOf,
  type UnmergeableText,
  withResource,
} from "./standing-policy-text.ts";

export type BlockingDeny = {
  /** Its Sid, or its place from 1. */
  readonly statement: string;
  readonly text: string;
  /** `all`: nothing of what is granted is left; `some`: what `example` shows. */
  readonly blocks: "all" | "some";
  readonly example: RequestToDecide | null;
};

export type Judgement = {
  /** Statements that others wrote allow it all, or more. Those of other grants do not count: each is taken back by itself. */
  readonly isPossibleAlready: boolean;
  readonly blockedBy: readonly BlockingDeny[];
};

/**
 * `text`: the policy that stands there now. One that can't be read says nothing here: it is refused by the merge. `owner`: the account
 * that has it. What its root is allowed its principals have by their own policies alone, and who is named has it at once
 * (IAM-SEMANTICS 12): the one is not the other.
 */
export function judgeGrant(
  text: string | null,
  granted: readonly ManagedStatement[],
  owner: string,
): Judgement {
  const standing = statementsIn(text);
  const allows = standing
    .filter(({ effect, name }) => effect === "Allow" && !isManagedSid(name))
    .flatMap((one) => withoutRoot(one.text, granted, owner) ?? []);
  const wanted = policyOf(
    text,
    granted.map((one) => JSON.stringify(one)),
  );
  const isPossibleAlready = allows.length > 0 && wanted !== null && isWithin(wanted, policyOf(text, allows));
  const blockedBy: BlockingDeny[] = [];
  for (const { effect, name, text: deny } of standing) {
    if (effect !== "Deny" || wanted === null) continue;
    const denied = policyOf(text, [...granted.map((one) => JSON.stringify(one)), deny]);
    if (denied === null) continue;
    const lost = findAllowedOnlyBy(wanted, denied, "resource");
    if (lost.kind === "none") continue;
    const isNothingLeft = isWithin(denied, policyOf(text, [deny]));
    blockedBy.push({
      statement: name,
      text: deny,
      blocks: isNothingLeft ? "all" : "some",
      example: lost.kind === "example" ? lost.request : null,
    });
  }
  return { isPossibleAlready, blockedBy };
}

/** Null: it names nobody else. A grant to the account itself is of its root. */
function withoutRoot(text: string, granted: readonly ManagedStatement[], owner: string): string | null {
  const isRoot = (name: unknown): boolean => name === owner || String(name).endsWith(`:iam::${owner}:root`);
  const named = granted.flatMap((one) => principalsOf(one));
  if (!named.some((name) => String(name).includes(`:iam::${owner}:`)) || named.some(isRoot)) return text;
  const statement: ManagedStatement = JSON.parse(text);
  const principals = principalsOf(statement);
  if (!principals.some(isRoot)) return text;
  const others = principals.filter((name) => !isRoot(name));
  return others.length === 0 ? null : JSON.stringify({ ...statement, Principal: { AWS: others } });
}

function principalsOf({ Principal }: ManagedStatement): readonly JsonValue[] {
  return typeof Principal === "object" && Principal !== null && "AWS" in Principal
    ? [Principal.AWS].flat()
    : [];
}

export type OwnerFacts = {
  readonly account: string;
  readonly partition: string;
  /** `kms:PutKeyPolicy`. */
  readonly changeAction: string;
  /** Null: nobody of the account can but by the policy itself; else identity policies may allow it. */
  readonly onlyByPolicy: boolean;
  readonly arn: string;
};

/**
 * Null: proven that somebody of the owner's account can change the policy after the change, or that nobody could before. A policy of null
 * locks nobody out, but where nothing is possible without one.
 */
export function lockOut(
  before: string | null,
  after: string | null,
  owner: OwnerFacts,
): UnmergeableText | null {
  if (canBeChanged(after, owner) || !canBeChanged(before, owner)) return null;
  return {
    why: `after it nobody of account ${owner.account} could change the policy any more (${owner.changeAction})`,
    advice: "Nothing was written. Let the account's administrators in first.",
  };
}

function canBeChanged(text: string | null, owner: OwnerFacts): boolean {
  const { account, partition, changeAction, onlyByPolicy, arn } = owner;
  const statements = statementsIn(text);
  const theirs = JSON.stringify({
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: changeAction,
    Resource: arn,
  });
  // Where identity policies decide, only a Deny of the resource's policy can take it from all of them.
  const all = onlyByPolicy
    ? statements.map((one) => one.text)
    : [theirs, ...statements.filter(({ effect }) => effect === "Deny").map((one) => one.text)];
  if (all.length === 0) return false;
  const none = JSON.stringify({
    Effect: "Deny",
    Principal: "*",
    Action: changeAction,
    Resource: arn,
    Condition: { StringEquals: { "aws:PrincipalAccount": account } },
  });
  const [policy, without] = [policyOf(text, all), policyOf(text, [...all, none])];
  if (policy === null || without === null) return true;
  // What a Deny for the whole account takes away is what somebody of it could do.
  return findAllowedOnlyBy(policy, without, "resource").kind !== "none";
}

function isWithin(a: PolicyDocument, b: PolicyDocument | null): boolean {
  return b !== null && findAllowedOnlyBy(a, b, "resource").kind === "none";
}

type Standing = { readonly effect: "Allow" | "Deny"; readonly name: string; readonly text: string };

function statementsIn(text: string | null): readonly Standing[] {
  const found = text === null ? null : statementsOf(text);
  if (found?.ok !== true) return [];
  return found.value.flatMap(({ sid, text: statement }, index) => {
    const parsed = policyOf(null, [statement]);
    const effect = parsed?.statements[0]?.effect;
    return effect === undefined ? [] : [{ effect, name: sid ?? String(index + 1), text: statement }];
  });
}

function wholePolicy(text: string | null): PolicyDocument | null {
  const parsed = text === null ? null : parsePolicy(text, { kind: "resource" });
  return parsed?.ok === true ? parsed.value : null;
}

/** With the language version of the policy that stands there: variables mean something in the newer one alone. */
function policyOf(standing: string | null, statements: readonly string[]): PolicyDocument | null {
  const version = wholePolicy(standing)?.version ?? "2012-10-17";
  const all = statements.map(withResource).join(",");
  const parsed = parsePolicy(`{"Version":"${version}","Statement":[${all}]}`, { kind: "resource" });
  return parsed.ok ? parsed.value : null;
}
