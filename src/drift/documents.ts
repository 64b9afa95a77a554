/**
 * The policy documents of two snapshots, held against each other: first by text (the own account's id stands in both as a
 * token, so that one pair of texts serves all accounts that have it), then by what they mean. Each pair is asked once.
 */
import type { ActionCatalogue } from "../authz/action-catalogue.ts";
import { joinedPolicies } from "../authz/capability/joined-policies.ts";
import { comparePolicies } from "../authz/symbolic/index.ts";
import { type DocumentIndex, fromTemplate, isAccountId, type Snapshot } from "../model/index.ts";
import type { PolicyDocument, PolicyKind, Statement } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";
import { aligned } from "./aligned.ts";
import { type Compared, comparedAs, sameMeaning, unclear } from "./meaning.ts";

/** The account that a policy belongs to, or that its statements are read in. */
export type Owner = { readonly id: string; readonly partition: string };

/** One text of either snapshot: equal numbers are equal templates. */
export type TextNumber = number;

/** Numbers are kept in pages: who compares one subject asks for a few documents out of very many. */
const pageSize = 256;

/** Before the name of a policy that is not at hand; no policy begins so. */
const missing = "missing ";

export class Documents {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, TextNumber>();
  readonly #ofSnapshot = new WeakMap<Snapshot, (Int32Array | undefined)[]>();
  readonly #compared = new Map<string, Kept>();
  readonly #parsed = new Map<string, PolicyDocument | string>();
  readonly #catalogue: ActionCatalogue | null;

  constructor(catalogue: ActionCatalogue | null) {
    this.#catalogue = catalogue;
  }

  number(snapshot: Snapshot, index: DocumentIndex): TextNumber {
    let known = this.#ofSnapshot.get(snapshot);
    if (known === undefined) {
      known = [];
      this.#ofSnapshot.set(snapshot, known);
    }
    const at = Math.floor(index / pageSize);
    let page = known[at];
    if (page === undefined) {
      page = new Int32Array(pageSize).fill(-1);
      known[at] = page;
    }
    const place = index % pageSize;
    const before = page[place];
    if (before !== undefined && before >= 0) return before;
    const number = this.#numberOf(snapshot.documents.template(index));
    page[place] = number;
    return number;
  }

  /** Every request: what no boundary leaves. */
  get everything(): TextNumber {
    return this.#numberOf(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    );
  }

  get everythingForAnyone(): TextNumber {
    return this.#numberOf(
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
    );
  }

  /** Of a policy that is named and not at hand; the same for the same name. */
  missing(name: string): TextNumber {
    return this.#numberOf(`${missing}${name}`);
  }

  /** As its owner has it; null where it is not at hand. */
  text(number: TextNumber, owner: string): string | null {
    const template = this.#texts[number];
    return template === undefined || template.startsWith(missing) ? null : fromTemplate(template, owner);
  }

  template(number: TextNumber): string {
    return this.#texts[number] ?? "";
  }

  /**
   * What the policies of each side allow and deny together. Of a kind that has one policy, an empty list is none: it allows
   * nothing. `owner`: whose they are.
   */
  compare(
    kind: PolicyKind,
    before: readonly TextNumber[],
    after: readonly TextNumber[],
    owner: Owner,
  ): Compared {
    const [a, b] = [before, after].map((list) => [...new Set(list)].sort((x, y) => x - y));
    if (a === undefined || b === undefined) throw new Error("two sides are compared");
    if (a.join() === b.join()) return sameMeaning;
    const key = `${kind} ${owner.partition} ${this.#ownerKey([...a, ...b], owner.id)} ${a.join()} ${b.join()}`;
    let kept = this.#compared.get(key);
    if (kept === undefined) {
      kept = { as: owner.id, compared: this.#ask(kind, a, b, owner) };
      this.#compared.set(key, kept);
    }
    return kept.as === owner.id ? kept.compared : renamed(kept, owner.id);
  }

  /** Null where the text can't be read at all; a text is why. */
  parsed(number: TextNumber, kind: PolicyKind, owner: Owner): PolicyDocument | string {
    const text = this.text(number, owner.id);
    if (text === null) return `the text of ${this.template(number).slice(missing.length)} is not known`;
    const key = `${kind} ${owner.partition} ${text}`;
    let document = this.#parsed.get(key);
    if (document === undefined) {
      const read = parsePolicy(text, { kind });
      document = read.ok
        ? inPartition(read.value, owner.partition)
        : `a policy can't be read: ${read.error.message}`;
      // Few are asked for, and each of them several times.
      if (this.#parsed.size > 5000) this.#parsed.clear();
      this.#parsed.set(key, document);
    }
    return document;
  }

  #ask(kind: PolicyKind, a: readonly TextNumber[], b: readonly TextNumber[], owner: Owner): Compared {
    const sides: PolicyDocument[] = [];
    for (const numbers of [a, b]) {
      const documents = numbers.map((number) => this.parsed(number, kind, owner));
      const unreadable = documents.find((one) => typeof one === "string");
      if (unreadable !== undefined) return unclear([unreadable]);
      sides.push(joinedPolicies(documents.filter((one) => typeof one !== "string")));
    }
    const [before, after] = sides;
    if (before === undefined || after === undefined) throw new Error("two sides are compared");
    const compared = comparePolicies(...aligned(before, after), kind, { catalogue: this.#catalogue });
    return comparedAs(compared);
  }

  #numberOf(text: string): TextNumber {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  /** Texts in which no pattern could tell the owner's id from another's mean the same for every owner. */
  #ownerKey(numbers: readonly TextNumber[], owner: string): string {
    const texts = numbers.map((number) => this.template(number));
    if (!texts.some((text) => text.includes("~a"))) return "-";
    return texts.some((text) => /\?|\d\*|\*\d|Numeric|Date|\\u/i.test(text)) ? owner : "own";
  }
}

/** `as`: the account in whose words it was asked. */
type Kept = { readonly as: string; readonly compared: Compared };

/** The same of another owner. No text holds the other's id otherwise: it would stand as a token in it. */
function renamed({ as, compared }: Kept, owner: string): Compared {
  const request = <T>(one: T): T =>
    one === null ? one : (JSON.parse(JSON.stringify(one).replaceAll(as, owner)) as T);
  const text = (one: string): string => one.replaceAll(as, owner);
  const { examples, denies, notes } = compared;
  return {
    ...compared,
    examples: { gained: request(examples.gained), lost: request(examples.lost) },
    denies: { more: request(denies.more), less: request(denies.less) },
    notes: notes.map(text),
  };
}

/** By itself an id means the account in the partition where the policy stands (IAM-SEMANTICS 12). */
function inPartition(document: PolicyDocument, partition: string): PolicyDocument {
  if (partition === "aws") return document;
  const whole = (value: string): string =>
    isAccountId(value) ? `arn:${partition}:iam::${value}:root` : value;
  const statements = document.statements.map((statement): Statement => {
    const { principal } = statement;
    if (principal === null) return statement;
    const entries = principal.entries.map((entry) =>
      entry.type === "AWS" ? { ...entry, value: whole(entry.value) } : entry,
    );
    return { ...statement, principal: { ...principal, entries } };
  });
  return { ...document, statements };
}
