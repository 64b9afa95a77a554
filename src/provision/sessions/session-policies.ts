/** Session policies: what a session may do at most, beside what its role may (IAM-SEMANTICS 28). */
import type { ActionCatalogue } from "../../authz/action-catalogue.ts";
import { type LintFinding, lintPolicy } from "../../findings/lint/lint-policy.ts";
import { type AccountId, err, ok, type Partition, type Result, splitArn } from "../../model/index.ts";
import { compactText, lineAndColumn, parsePolicy, policySizeLimits, readJson } from "../../policy/index.ts";
import type { SessionFault } from "./fault.ts";

export type SessionPolicies = {
  /** Without white space between its parts; null: none. */
  readonly inline: string | null;
  readonly arns: readonly string[];
};

const mostArns = 10;

/**
 * The text as it is sent. What AWS would refuse is a fault; what lint has to say besides comes along. `name`: what the policy is called in
 * messages.
 */
export function sessionPolicyText(
  text: string,
  name: string,
  catalogue: ActionCatalogue,
): Result<{ readonly text: string; readonly lint: readonly LintFinding[] }, SessionFault> {
  const parsed = parsePolicy(text, { kind: "session" });
  const json = readJson(text);
  if (!parsed.ok || !json.ok) {
    const { offset, message, advice } = parsed.ok
      ? { offset: 0, message: "is no JSON", advice: "" }
      : parsed.error;
    return err(refused(text, name, offset, message, advice));
  }
  const first = parsed.value.issues.find(({ severity }) => severity === "error");
  if (first !== undefined) return err(refused(text, name, first.range.start, first.message, first.advice));
  const linted = lintPolicy(text, { kind: "session", catalogue });
  const compact = compactText(text, json.value);
  if (compact.length > policySizeLimits.session) {
    return err({
      what: "session-policy",
      message: `${name} has ${compact.length} characters, white space apart`,
      advice: `Session policies have ${policySizeLimits.session} characters at most, together.`,
    });
  }
  return ok({ text: compact, lint: linted.ok ? linted.value : [] });
}

function refused(text: string, name: string, offset: number, message: string, advice: string): SessionFault {
  const { line, column } = lineAndColumn(text, offset);
  return { what: "session-policy", message: `${name}:${line}:${column}: ${message}`, advice };
}

/** Managed policies have to be AWS's own, or of the role's account (API reference of AssumeRole, PolicyArns). */
export function policyArnFaults(
  arns: readonly string[],
  role: { readonly partition: Partition; readonly account: AccountId },
): readonly SessionFault[] {
  const faults = arns.flatMap((arn) => {
    const parts = splitArn(arn);
    if (parts === null || parts.service !== "iam" || !/^policy\/[\w+=,.@/-]+$/.test(parts.resource)) {
      return [
        fault(
          `${JSON.stringify(arn)} is no managed policy's ARN`,
          "Such as arn:aws:iam::aws:policy/ReadOnlyAccess.",
        ),
      ];
    }
    if (parts.partition !== role.partition) {
      return [
        fault(`${arn} is of another partition than the role`, `It would be arn:${role.partition}:iam::…`),
      ];
    }
    return parts.account === "aws" || parts.account === role.account
      ? []
      : [
          fault(
            `${arn} is of another account than the role`,
            `STS takes AWS's own policies and those of ${role.account}.`,
          ),
        ];
  });
  if (arns.length > mostArns) {
    faults.push(fault(`there are ${arns.length} managed session policies`, `STS takes ${mostArns} at most.`));
  }
  return faults;
}

function fault(message: string, advice: string): SessionFault {
  return { what: "session-policy-arn", message, advice };
}
