/**
 * Whether roles refuse a wrong and a missing external ID and take the right one: by the engine from the text of each trust policy, and
 * by calls where they were made. What neither tells is unknown, and never counts as refused.
 */

import type { RequestToDecide } from "../../../authz/request-question.ts";
import { displayPolicy, parsePolicy } from "../../../policy/index.ts";
import {
  type ConfusedDeputy,
  confusedDeputy,
  type Tested,
} from "../../../provision/external-ids/confused-deputy.ts";
import type { CalledRole } from "./call-roles.ts";
import type { CheckedRole, Side } from "./external-ids-shape.ts";
import { withDenials } from "./organization-denials.ts";

export type RoleToCheck = {
  readonly role: { readonly arn: string; readonly account: string };
  readonly relationship: string | null;
  /** An account's id or an ARN of IAM: who would call. */
  readonly caller: string;
  /** For people. */
  readonly callerLabel: string;
  /** Those that are to be accepted. Empty: not known. */
  readonly right: readonly string[];
  /** Null: not known. */
  readonly trust: string | null;
  /** Why the policy is not known, as a sentence; absent: it was not given or not collected. */
  readonly whyNot?: string;
  /** Statements of resource control policies that deny assuming it; absent: none is known. */
  readonly denials?: readonly string[];
  /** An organization that the caller is known to be outside of. */
  readonly outsideOf?: string | null;
};

/** Null: the policy is not known, or is none. */
export type Proofs = (asked: RoleToCheck) => ConfusedDeputy | null;

/** Each is made once: many roles of a vendor have one policy. */
export function proofs(): Proofs {
  const known = new Map<string, ConfusedDeputy | null>();
  return ({ trust: text, role, caller, right, outsideOf = null, denials = [] }) => {
    const trust = text === null ? null : withDenials(text, denials);
    if (trust === null) return null;
    // A policy that asks about the role itself has another meaning for each; behind a backslash anything may stand.
    const place = /aws:resource|\\/i.test(trust) ? role.arn : "";
    const key = JSON.stringify([trust, caller, right, place, outsideOf]);
    let proof = known.get(key);
    if (proof === undefined) {
      proof = confusedDeputy({ trust, role, caller, right, outsideOf });
      known.set(key, proof);
    }
    return proof;
  };
}

export function checkedRole(asked: RoleToCheck, prove: Proofs, called: CalledRole | null): CheckedRole {
  const proof = prove(asked);
  const reasons: string[] = [];
  if (asked.trust === null) {
    reasons.push(asked.whyNot ?? "The trust policy is not known: it was not given or not collected.");
  } else if (proof === null) reasons.push("The trust policy is no policy that can be read.");
  if (asked.right.length === 0) reasons.push("Which external ID is the right one is not known.");
  const right = side(bothRight(proof), called === null ? null : called.right, asked.role, reasons);
  const isLetIn = right.verdict === "accepted";
  const wrong = side(proof?.wrong ?? null, refusalOf(called, "wrong"), asked.role, reasons);
  const missing = side(proof?.missing ?? null, refusalOf(called, "missing"), asked.role, reasons);
  const open = wrong.verdict === "accepted" || missing.verdict === "accepted";
  const closed = wrong.verdict === "refused" && missing.verdict === "refused";
  if (called !== null && called.right.kind !== "accepted" && asked.right.length > 0) {
    reasons.push(
      "The call with the right external ID did not succeed, so that refusals of the others show nothing.",
    );
  }
  return {
    role: asked.role.arn,
    account: asked.role.account,
    relationship: asked.relationship,
    caller: asked.callerLabel,
    verdict: open
      ? "open"
      : right.verdict === "refused"
        ? "locked-out"
        : isLetIn && closed
          ? "safe"
          : "unknown",
    right,
    wrong,
    missing,
    reasons: [...new Set(reasons)],
    evidence: evidenceOf(asked, proof),
  };
}

/** All of them have to be accepted; the worst speaks. */
function bothRight(proof: ConfusedDeputy | null): Tested | null {
  if (proof === null) return null;
  const worst =
    proof.right.find(({ verdict }) => verdict === "refused") ??
    proof.right.find(({ verdict }) => verdict === "unknown") ??
    proof.right[0];
  return worst ?? null;
}

/** A refusal counts only where the right one got in: else it may have another cause. */
function refusalOf(called: CalledRole | null, which: "wrong" | "missing"): CalledRole["wrong"] | null {
  if (called === null) return null;
  const outcome = called[which];
  if (outcome.kind !== "refused" || called.right.kind === "accepted") return outcome;
  return { kind: "unknown", code: outcome.code };
}

function side(
  tested: Tested | null,
  call: CalledRole["wrong"] | null,
  role: RoleToCheck["role"],
  reasons: string[],
): Side {
  const policy = tested?.verdict ?? "unknown";
  for (const reason of tested?.reasons ?? []) reasons.push(`By the policy it is not decided: ${reason}.`);
  const byCall = call === null ? null : call.kind;
  // A call that got in is a fact; else the policy's text speaks of every external ID, and a call of one.
  const verdict =
    byCall === "accepted" || policy === "accepted"
      ? byCall === "refused"
        ? "unknown"
        : "accepted"
      : policy === "unknown"
        ? (byCall ?? "unknown")
        : policy;
  if (byCall === "refused" && policy === "accepted") {
    reasons.push(
      "AWS refused what the policy's text lets in: something else stands in the way, or it has changed.",
    );
  }
  if (byCall === "accepted" && policy === "refused") {
    reasons.push("AWS let in what the policy's text refuses: the policy has changed, or is another one.");
  }
  return {
    verdict,
    policy: tested === null ? null : tested.verdict,
    call: byCall,
    code: call === null || call.kind === "accepted" ? null : call.code,
    example: tested === null || tested.example === null ? null : toldRequest(tested.example, role),
  };
}

/** The proof may be that of another role with the same policy. */
function toldRequest(
  { principal, action, context }: RequestToDecide,
  role: RoleToCheck["role"],
): NonNullable<Side["example"]> {
  const values = Object.entries(context).map(([key, value]): [string, string | string[]] => [
    key,
    typeof value === "string" ? value : [...value],
  ]);
  return { principal, action, resource: { ...role }, context: Object.fromEntries(values) };
}

/** Of what is open: the statements that let it in; else those that let in the right one. */
function evidenceOf({ trust, role }: RoleToCheck, proof: ConfusedDeputy | null): CheckedRole["evidence"] {
  if (proof === null || trust === null) return [];
  const open = [...proof.wrong.statements, ...proof.missing.statements];
  const shown = open.length > 0 ? open : proof.right.flatMap(({ statements }) => statements);
  const parsed = parsePolicy(trust, { kind: "trust" });
  const display = displayPolicy(trust);
  const lines = display.text.split("\n");
  return [...new Set(shown)]
    .toSorted((a, b) => a - b)
    .flatMap((statement) => {
      const range = display.statementLines(statement);
      if (range === null) return [];
      const sid = parsed.ok ? (parsed.value.statements[statement]?.sid ?? null) : null;
      return [
        {
          policy: `trust policy of ${role.arn}`,
          statement: sid ?? statement,
          lines: [range[0], range[1]],
          text: lines.slice(range[0] - 1, range[1]).join("\n"),
        },
      ];
    });
}
