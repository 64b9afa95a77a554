/** Policy documents as the import stores them: an object as compact JSON, a text as it is, URL-decoded where needed. */
import type { AccountId, CoverageGap, DocumentIndex, SnapshotBuilder } from "../../model/index.ts";
import {
  compactText,
  decodePolicyText,
  lineAndColumn,
  type PolicyKind,
  parsePolicy,
} from "../../policy/index.ts";
import { printable } from "./import-error.ts";
import type { JsonValue } from "./json-file.ts";

/** Takes the documents of an import into its snapshot, and looks at each distinct one once. */
export class PolicyIntake {
  readonly #builder: SnapshotBuilder;
  #seen = -1;

  constructor(builder: SnapshotBuilder) {
    this.#builder = builder;
  }

  /**
   * An object keeps the order and the spelling of its members, duplicates included; only the blanks between go.
   * Null: it is neither object nor text, or no JSON (an error of the file). What AWS took and our grammar does not is
   * recorded as coverage, for the first owner of such a document. `subject`: the ARN that the policy belongs to.
   */
  document(
    value: JsonValue,
    kind: PolicyKind,
    owner: AccountId | null,
    subject: { readonly what: string; readonly arn: string | null },
  ): DocumentIndex | null {
    const text = policyText(value, subject.what);
    if (text === null) return null;
    const index = this.#builder.document(text, owner);
    if (index <= this.#seen) return index;
    const policy = parsePolicy(text, { kind });
    if (!policy.ok) {
      const { line, column } = lineAndColumn(text, policy.error.offset);
      return value.fail(
        `${subject.what} is not a policy: ${printable(policy.error.message)} (line ${line}, column ${column} of its text)`,
        printable(policy.error.advice),
      );
    }
    this.#seen = index;
    for (const issue of policy.value.issues) {
      if (issue.severity !== "error") continue;
      this.#builder.addCoverage(constructGap(owner, subject.arn ?? subject.what, issue.message));
    }
    return index;
  }
}

function constructGap(account: AccountId | null, subject: string, message: string): CoverageGap {
  const reason = `The policy has ${printable(message)}; it is read in its widest plausible sense (a denial in its narrowest).`;
  return { what: "policy-construct", account, subject, reason };
}

function policyText(value: JsonValue, what: string): string | null {
  const { node, file } = value;
  if (node.kind === "object") return compactText(file.text, node);
  const text = node.kind === "string" ? value.text(what) : null;
  if (text !== null) return decodePolicyText(text);
  return value.fail(`${what} should be a policy as object or text, not ${value.shown()}`);
}
