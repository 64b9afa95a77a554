/** Changes as the command line words them: which policy, and the file that stands there afterwards. */
import { readFileSync } from "node:fs";
import { err, ok, type Result } from "../../model/index.ts";
import { decodePolicyText } from "../../policy/index.ts";
import type { NamedIn } from "../../work/named-in-snapshot.ts";
import { readPolicyText } from "../../work/policy-file.ts";
import type { Change } from "../../work/what-if/changes.ts";
import { namedPolicy, policyHolder } from "../../work/what-if/named-policy.ts";
import { type Failure, inputFailure, usageFailure } from "../exit.ts";
import { faultsFailure } from "../inputs.ts";

export type ChangeOptions = {
  readonly removeStatement?: readonly string[];
  readonly trust?: readonly string[];
  readonly policy?: readonly string[];
  readonly detach?: readonly string[];
  readonly withoutAccount?: readonly string[];
  readonly lostAccount?: readonly string[];
};

export function wordedChanges(options: ChangeOptions, named: NamedIn): Result<readonly Change[], Failure> {
  const changes: Change[] = [];
  const read = [
    ...(options.removeStatement ?? []).map((text) => removal(text)),
    ...(options.trust ?? []).map((text) => replacement(text, "trust policy of ", named)),
    ...(options.policy ?? []).map((text) => replacement(text, "", named)),
    ...(options.detach ?? []).map((text) => detachment(text, named)),
    ...(options.withoutAccount ?? []).map((account) => ok<Change>({ kind: "account-leaves", account })),
    ...(options.lostAccount ?? []).map((account) => ok<Change>({ kind: "account-lost", account })),
  ];
  for (const change of read) {
    if (!change.ok) return change;
    changes.push(change.value);
  }
  return ok(changes);
}

/** Digits are the statement's number from 1, as people are told it. */
function removal(text: string): Result<Change, Failure> {
  const hash = text.lastIndexOf("#");
  const statement = text.slice(hash + 1);
  if (hash <= 0 || statement === "") {
    return err(
      usageFailure(
        `${JSON.stringify(text)} names no statement`,
        "Give POLICY#STATEMENT as paths --explain tells both: 'trust policy of arn:aws:iam::123456789012:role/ci#People', or #2 for statement 2.",
      ),
    );
  }
  const place = /^\d+$/.test(statement) ? Number(statement) - 1 : statement;
  return ok({ kind: "remove-statement", policy: text.slice(0, hash), statement: place });
}

/** Names of roles and policies may hold `=` themselves: of all places where it could be split, the one before which a policy is named. */
function replacement(text: string, prefix: string, named: NamedIn): Result<Change, Failure> {
  const splits = splitsOf(text);
  const split = splits.find(([name]) => namedPolicy(prefix + name, named).ok) ?? splits.at(-1);
  if (split === undefined) {
    const what = prefix === "" ? "POLICY=FILE" : "ROLE-ARN=FILE";
    return err(
      usageFailure(
        `${JSON.stringify(text)} is not ${what}`,
        `Give ${what}; - as the file is standard input.`,
      ),
    );
  }
  const [name, file] = split;
  const read = textOf(file);
  if (!read.ok) return read;
  const source = file === "-" ? "standard input" : file;
  return ok({ kind: "replace-policy", policy: prefix + name, text: read.value, source });
}

function detachment(text: string, named: NamedIn): Result<Change, Failure> {
  const splits = splitsOf(text).filter(([, policy]) => policy.startsWith("arn:"));
  const split = splits.find(([from]) => policyHolder(from, named.snapshot) !== null) ?? splits.at(-1);
  if (split === undefined) {
    return err(
      usageFailure(
        `${JSON.stringify(text)} is not HOLDER-ARN=POLICY-ARN`,
        "Give the ARN of a role, user or group, and that of the policy that is attached to it.",
      ),
    );
  }
  const [from, policy] = split;
  return ok({ kind: "detach-policy", from, policy });
}

/** At each `=` that has something on both sides, the last first. */
function splitsOf(text: string): readonly (readonly [before: string, after: string])[] {
  return [...text.matchAll(/=/g)]
    .map(({ index }) => [text.slice(0, index), text.slice(index + 1)] as const)
    .filter(([before, after]) => before !== "" && after !== "")
    .toReversed();
}

function textOf(file: string): Result<string, Failure> {
  if (file !== "-") {
    const read = readPolicyText(file);
    return read.ok ? ok(read.value.text) : err(faultsFailure([read.error]));
  }
  try {
    return ok(decodePolicyText(readFileSync(0, "utf8").replace(/^\ufeff/, "")));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err(inputFailure([`standard input: can't be read: ${reason}`], "Give the policy's JSON."));
  }
}
