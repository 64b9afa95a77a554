/** Who can do this, and what can this principal do, over a whole set of policies? */
import type { ActionCatalogue } from "../authz/action-catalogue.ts";
import type { PolicySet, RequestToDecide } from "../authz/request-question.ts";
import type { DecisionQuestion } from "../authz/symbolic/decision/allowed-requests.ts";
import { knownCaller } from "../authz/symbolic/decision/known-caller.ts";
import { witness } from "../authz/symbolic/decision/request-sets.ts";
import {
  type Case,
  type Told,
  whatCan as toldWhat,
  whoCan as toldWho,
} from "../authz/symbolic/decision/who-and-what.ts";
import type { Answer } from "../logic/types.ts";
import { splitArn } from "../model/identifiers.ts";
import { err, ok, type Result } from "../model/result.ts";
import { kindOfTexts } from "../work/accepted-policy.ts";
import { CasePolicies } from "../work/simulate/case-policies.ts";
import { resourcePolicyKind } from "../work/simulate/resource-policy-kind.ts";
import { type InputFault, jsonOf, textOfPolicy } from "./policy-input.ts";
import type { PoliciesInput } from "./simulate.ts";
import { unknownsOf } from "./unknowns.ts";

/**
 * The texts that match all of `matches` and none of `except`; without any, every text. `*` and `?` are wildcards, `[^:]*`
 * one that stays within a component of an ARN. A caller that is no IAM principal is told as `service lambda.amazonaws.com`
 * and the like; a session as its role's ARN, a bar, and its own.
 */
export type Texts = { readonly matches: readonly string[]; readonly except: readonly string[] };

/** `capped`: there was too much to tell, and `reason` says what. */
export type Whole<T> = {
  /** Allowed, whatever is not known. For some context: conditions that the caller can meet are met. */
  readonly surely: Answer<readonly T[]>;
  /** Allowed, if what is not known is favourable; those of `surely` included. */
  readonly maybe: Answer<readonly T[]>;
  /** What is not known and makes the two differ, one sentence each. */
  readonly unknowns: readonly string[];
  /** One request that is, or may be, allowed, contexts included; null: there surely is none, or it took too much work. */
  readonly example: RequestToDecide | null;
};

export type WhoCanQuestion = {
  readonly action: string;
  readonly resource: { readonly arn: string; readonly account: string };
  /** Identity, boundary and session policies are those of whoever calls. */
  readonly policies: PoliciesInput;
  /** Types services' own condition keys. */
  readonly catalogue?: ActionCatalogue;
};

/** Who can do the action on the resource? */
export function whoCan({
  action,
  resource,
  policies,
  catalogue,
}: WhoCanQuestion): Result<Whole<{ readonly principal: Texts }>, InputFault> {
  if (!/^[^:\s*?]+:[^:\s*?]+$/.test(action)) {
    return err({
      message: `${JSON.stringify(action)} is no action`,
      advice: "Give one such as s3:GetObject.",
      at: "action",
    });
  }
  if (isUnanswered(action, resource.arn)) {
    return err({
      message: "who can assume a root user or come through an access point hangs on more than these policies",
      advice: "Ask simulate about each caller.",
      at: isRootAssumption(action) ? "action" : "resource.arn",
    });
  }
  const set = policySet(policies, resourcePolicyKind({ action, resource }));
  if (!set.ok) return set;
  const question: DecisionQuestion = {
    policies: set.value,
    resourceAccount: resource.account,
    caller: null,
    catalogue: catalogue ?? null,
  };
  return ok(
    whole(
      toldWho(question, action, resource.arn),
      () => ({ action, resource }),
      (one) => ({ principal: texts(one, "principal") }),
    ),
  );
}

export type WhatCanQuestion = {
  readonly principal: string | { readonly federated: string };
  /** Of a session: its role's ARN with the path. */
  readonly role?: string;
  /** Whose resources; the principal's own account where it is left out. */
  readonly resourceAccount?: string;
  readonly policies: PoliciesInput;
  readonly catalogue?: ActionCatalogue;
};

/**
 * Which actions, lower case, can the principal use on which resources? What an access point's bucket delegates, and whether
 * root users can be assumed, is not looked into: `simulate` does that.
 */
export function whatCan({
  principal,
  role,
  resourceAccount,
  policies,
  catalogue,
}: WhatCanQuestion): Result<Whole<{ readonly action: Texts; readonly resource: Texts }>, InputFault> {
  const caller = knownCaller(principal, role ?? null);
  if (!caller.ok) {
    return err({
      message: caller.error,
      advice: "Give a user, role, session or root user.",
      at: "principal",
    });
  }
  const account =
    resourceAccount ?? (typeof principal === "string" ? splitArn(principal)?.account : undefined);
  if (account === undefined || account === "") {
    return err({
      message: "the principal does not tell whose resources are meant",
      advice: "Give the account that owns them.",
      at: "resourceAccount",
    });
  }
  const set = policySet(policies, kindOfResourcePolicy(policies));
  if (!set.ok) return set;
  const question: DecisionQuestion = {
    policies: set.value,
    resourceAccount: account,
    caller: caller.value,
    catalogue: catalogue ?? null,
  };
  return ok(
    whole(
      toldWhat(question),
      ({ resource }) => ({ resource: { arn: resource.arn, account } }),
      (one) => ({ action: texts(one, "action"), resource: texts(one, "resource") }),
    ),
  );
}

/** What an access point's bucket delegates, and whether root users can be assumed, are not looked into here. */
function isUnanswered(action: string, arn: string): boolean {
  return isRootAssumption(action) || /^arn:[^:]*:s3[^:]*:[^:]*:[^:]*:accesspoint\//.test(arn);
}

function isRootAssumption(action: string): boolean {
  return action.toLowerCase() === "sts:assumeroot";
}

function kindOfResourcePolicy({ resource }: PoliciesInput): "trust" | "resource" {
  const text =
    resource === undefined || resource === null ? null : textOfPolicy(resource, "policies.resource");
  return text?.ok === true && kindOfTexts([text.value]) === "trust" ? "trust" : "resource";
}

function policySet(policies: PoliciesInput, kind: "trust" | "resource"): Result<PolicySet, InputFault> {
  const text = jsonOf(policies, "policies");
  if (!text.ok) return text;
  const set = new CasePolicies().read(text.value, kind);
  const advice = "Correct it, and ask again.";
  if (set === null) return err({ message: "this is no set of policies", advice, at: "policies" });
  return set.ok ? set : err({ ...set.error, advice });
}

/** `known`: of the example, what the question says. */
function whole<T>(
  { surely, maybe, requests }: Told,
  known: (example: RequestToDecide) => Partial<RequestToDecide>,
  shape: (one: Case) => T,
): Whole<T> {
  const example = witness(requests.allowed);
  const each = (cases: Answer<readonly Case[]>): Answer<readonly T[]> =>
    cases.kind === "capped" ? cases : { kind: "exact", value: cases.value.map(shape) };
  return {
    surely: each(surely),
    maybe: each(maybe),
    unknowns: unknownsOf(requests.allowed),
    example:
      example.kind === "capped" || example.value === null
        ? null
        : { ...example.value, ...known(example.value) },
  };
}

function texts(one: Case, dimension: string): Texts {
  return one[dimension] ?? { matches: [], except: [] };
}
