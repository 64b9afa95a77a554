/** What the readers of the single files share: the snapshot in the making, and what turned out to be wrong or missing. */
import type { AccountId, CoverageGap, SnapshotBuilder } from "../../model/index.ts";
import { type ImportError, placeOf, quoted } from "./import-error.ts";
import type { JsonFile, JsonValue } from "./json-file.ts";
import type { PolicyIntake } from "./policy-text.ts";

export type ImportContext = {
  readonly builder: SnapshotBuilder;
  readonly policies: PolicyIntake;
  readonly uniqueIds: UniqueIds;
  readonly errors: ImportError[];
  /** Sentences for people: remarkable, and no reason to stop. */
  readonly warnings: string[];
};

/** Records the errors of a file, each as coverage as well: if the import goes on, the snapshot tells what it lacks. */
export function settleFile(
  context: ImportContext,
  file: JsonFile,
  what: CoverageGap["what"],
  account: AccountId | null,
): void {
  for (const error of file.errors) settleError(context, error, what, account);
}

export function settleError(
  { builder, errors }: ImportContext,
  error: ImportError,
  what: CoverageGap["what"],
  account: AccountId | null,
): void {
  errors.push(error);
  builder.addCoverage({ what, account, subject: placeOf(error), reason: `${error.message}.` });
}

/**
 * Counts members that are missing from rows: an account with 5,000 roles that lacks one member everywhere is one gap.
 */
export class MissingMembers {
  readonly #first = new Map<string, { readonly subject: string; count: number }>();

  add(member: string, subject: string): void {
    const known = this.#first.get(member);
    if (known === undefined) this.#first.set(member, { subject, count: 1 });
    else known.count += 1;
  }

  report({ builder }: ImportContext, what: CoverageGap["what"], account: AccountId): void {
    for (const [member, { subject, count }] of this.#first) {
      const others = count === 1 ? "" : `, and with ${count - 1} more`;
      builder.addCoverage({
        what,
        account,
        subject,
        reason: `${member} was not collected with ${subject}${others}.`,
      });
    }
  }
}

/** Finds the second of two rows with the same key. */
export class Unique {
  readonly #seen = new Set<string>();
  readonly #what: string;

  constructor(what: string) {
    this.#what = what;
  }

  /** False, with an error at the value: it was there before. `key` is what must be unique, `shown` how to name it. */
  add(value: JsonValue, key: string, shown: string): boolean {
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      return true;
    }
    value.fail(
      `${this.#what} ${shown} stands here for the second time`,
      "Keep one of them: two pages that overlap, or two answers from different times, were put together.",
    );
    return false;
  }
}

/**
 * IAM gives no two principals the same unique id. Two of one account that have it contradict each other; over accounts
 * it is remarkable only, as made-up data does it.
 */
export class UniqueIds {
  readonly #owners = new Map<string, AccountId>();
  #first: string | null = null;
  #repeated = 0;

  add(value: JsonValue, id: string, owner: AccountId): void {
    const before = this.#owners.get(id);
    if (before === undefined) this.#owners.set(id, owner);
    else if (before === owner) {
      const advice = "Give the answer unchanged: no two principals have the same id.";
      value.fail(`the unique id ${quoted(id)} stands here for the second time`, advice);
    } else {
      this.#first ??= `the unique id ${quoted(id)} of account ${before} stands in account ${owner} as well`;
      this.#repeated += 1;
    }
  }

  report({ warnings }: ImportContext): void {
    if (this.#first === null) return;
    const others = this.#repeated === 1 ? "" : `, and ${this.#repeated - 1} more like it`;
    warnings.push(`In the data, ${this.#first}${others}: IAM gives each principal an id of its own.`);
  }
}
