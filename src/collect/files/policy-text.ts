/** Policy documents as the import stores them: an object as compact JSON, a text as it is, URL-decoded where needed. */
import {
  type AccountId,
  type CoverageGap,
  type DocumentIndex,
  ok,
  type Result,
  type SnapshotBuilder,
} from "../../model/index.ts";
import {
  compactText,
  decodePolicyText,
  type JsonError,
  lineAndColumn,
  type PolicyDocument,
  type PolicyKind,
  parsePolicy,
} from "../../policy/index.ts";
import { printable } from "./import-error.ts";
import type { JsonValue } from "./json-file.ts";

/** Takes the documents of an import into its snapshot, and looks at each distinct one once. */
export class PolicyIntake {
  readonly #builder: SnapshotBuilder;
  /** By kind, then by document: the same text may be a policy of two kinds, and then each has its own grammar. */
  readonly #readings = new Map<PolicyKind, Reading[]>();

  constructor(builder: SnapshotBuilder) {
    this.#builder = builder;
  }

  /**
   * An object keeps the order and the spelling of its members, duplicates included; only the blanks between go.
   * Null: it is neither object nor text, or no JSON (an error of the file). What AWS took and our grammar does not is
   * recorded as coverage, once for each owner of such a document. `subject`: the ARN that the policy belongs to.
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
    const reading = this.#read(text, index, kind);
    if (!reading.ok) {
      const { line, column } = lineAndColumn(text, reading.error.offset);
      return value.fail(
        `${subject.what} is not a policy: ${printable(reading.error.message)} (line ${line}, column ${column} of its text)`,
        printable(reading.error.advice),
      );
    }
    const { constructs, told } = reading.value;
    if (constructs.length === 0 || told.has(owner)) return index;
    told.add(owner);
    for (const construct of constructs) {
      this.#builder.addCoverage(constructGap(owner, subject.arn ?? subject.what, construct));
    }
    return index;
  }

  #read(text: string, index: DocumentIndex, kind: PolicyKind): Reading {
    const readings = this.#readings.get(kind) ?? [];
    this.#readings.set(kind, readings);
    const before = readings[index];
    if (before !== undefined) return before;
    const policy = parsePolicy(text, { kind });
    const reading = policy.ok ? readingOf(policy.value) : policy;
    readings[index] = reading;
    return reading;
  }
}

type Reading = Result<
  {
    /** What AWS took and the grammar does not. */
    readonly constructs: readonly string[];
    /** Owners for whom that is recorded. */
    readonly told: Set<AccountId | null>;
  },
  JsonError
>;

/** One for all: nearly every document is so, and there are hundreds of thousands. */
const nothingRemarkable: Reading = ok({ constructs: [], told: new Set<AccountId | null>() });

function readingOf({ issues }: PolicyDocument): Reading {
  const errors = issues.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return nothingRemarkable;
  return ok({ constructs: errors.map(({ message }) => message), told: new Set<AccountId | null>() });
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
