/** Grants of KMS keys: a way of their own beside key policy and identity policies (IAM-SEMANTICS 61). */

import type { StatementEvidence } from "../../request-question.ts";
import type { Request } from "../../types.ts";
import { type Caller, isIamCaller } from "../caller.ts";
import { anyOf, both, type Outcome, unknown } from "../outcome.ts";
import type { Call } from "../statement-match.ts";
import { attribute, isRecord, textOf } from "./attributes.ts";

type Grants = { readonly outcome: Outcome; readonly evidence: readonly StatementEvidence[] };

const none: Grants = { outcome: false, evidence: [] };

/** `context`: of the request as stated, where the encryption context stands under `kms:EncryptionContext:KEY`. */
export function grantsFor(
  call: Call,
  attributes: Readonly<Record<string, unknown>>,
  context: Request["context"],
): Grants {
  if (!call.action.startsWith("kms:")) return none;
  const grants = attribute(attributes, "grants");
  if (grants === "unknown") return { outcome: unknown("the key's grants are not known"), evidence: [] };
  if (!Array.isArray(grants)) return none;
  const evidence: StatementEvidence[] = [];
  const outcome = anyOf(grants, (grant: unknown) => {
    const gives = isRecord(grant) ? grantGives(grant, call, context) : false;
    if (gives !== false && isRecord(grant)) evidence.push(grantEvidence(grant, grants.indexOf(grant)));
    return gives;
  });
  return { outcome, evidence };
}

function grantEvidence(grant: Readonly<Record<string, unknown>>, index: number): StatementEvidence {
  const policy = textOf(attribute(grant, "grantid")) ?? textOf(attribute(grant, "name")) ?? "grant";
  return { layer: "grant", policy, statement: index, sid: null, effect: "Allow", lines: [1, 1] };
}

function grantGives(
  grant: Readonly<Record<string, unknown>>,
  call: Call,
  context: Request["context"],
): Outcome {
  const retiring = textOf(attribute(grant, "retiringprincipal", "retiringserviceprincipal"));
  if (call.action === "kms:retiregrant" && retiring !== null) {
    const retires = isGrantedTo(retiring, call.caller);
    if (retires !== false) return retires;
  }
  const operations = attribute(grant, "operations");
  const name = call.action.slice("kms:".length);
  const isListed =
    Array.isArray(operations) && operations.some((one: unknown) => textOf(one)?.toLowerCase() === name);
  if (!isListed) return false;
  const grantee = textOf(attribute(grant, "granteeprincipal", "granteeserviceprincipal"));
  if (grantee === null) return false;
  const constraints = attribute(grant, "constraints");
  return both(
    isGrantedTo(grantee, call.caller),
    !isRecord(constraints) || meetsConstraints(constraints, call, context),
  );
}

function isGrantedTo(principal: string, caller: Caller): Outcome {
  if (caller.kind === "service") return principal === caller.service;
  if (!isIamCaller(caller)) return false;
  if (principal === caller.arn) return true;
  if (caller.kind === "session") {
    const role = caller.role ?? `arn:${caller.partition}:iam::${caller.account}:role/${caller.name}`;
    return principal === role;
  }
  return principal === `arn:${caller.partition}:iam::${caller.account}:root`
    ? unknown("whether a grant to an account reaches its users and roles was not confirmed")
    : false;
}

const unconstrained = new Set(["kms:describekey", "kms:retiregrant", "kms:creategrant", "kms:getpublickey"]);

/** Constraints on the encryption context bind the operations that take one. */
function meetsConstraints(
  constraints: Readonly<Record<string, unknown>>,
  call: Call,
  context: Request["context"],
): boolean {
  const source = textOf(attribute(constraints, "sourcearn"));
  const stated = call.context.values("aws:sourcearn");
  if (source !== null && (stated === null || "reason" in stated || !stated.includes(source))) return false;
  if (unconstrained.has(call.action)) return true;
  const given = encryptionContext(context);
  const subset = attribute(constraints, "encryptioncontextsubset");
  if (isRecord(subset) && !holds(given, subset)) return false;
  const whole = attribute(constraints, "encryptioncontextequals");
  return !isRecord(whole) || (holds(given, whole) && given.size === Object.keys(whole).length);
}

function holds(given: ReadonlyMap<string, string>, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([key, value]) => given.get(key.toLowerCase()) === value);
}

const prefix = "kms:encryptioncontext:";

function encryptionContext(context: Request["context"]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(context)) {
    const lower = key.toLowerCase();
    const only = typeof value === "string" ? value : value[0];
    if (lower.startsWith(prefix) && only !== undefined) found.set(lower.slice(prefix.length), only);
  }
  return found;
}
