/** The policies of a case, kept by their text: cases about the same policies are read once. */
import type { ControlLevel, NamedPolicy, PolicySet } from "../../authz/request-question.ts";
import { err, ok, type Result } from "../../model/index.ts";
import type { PolicyKind } from "../../policy/index.ts";
import { isFields } from "./case-request.ts";
import { type CaseFault, fault } from "./fault.ts";
import { PolicyStore } from "./policy-store.ts";
import { SeenTexts } from "./seen-texts.ts";
import { itemsOf, type Member, membersOf, type Piece, repeated, stringIn } from "./skim.ts";

/** Sets remembered; see {@link PolicyStore}. */
const mostSets = 2000;

/** Null: the text is no JSON. */
type ReadSet = Result<PolicySet, CaseFault> | null;

export class CasePolicies {
  readonly #store = new PolicyStore();
  readonly #seen = new SeenTexts();
  readonly #sets = { resource: new Map<string, ReadSet>(), trust: new Map<string, ReadSet>() };

  /** `text`: the value of `policies`; `kind`: the grammar of the resource's policy. */
  read(text: string, kind: "trust" | "resource"): ReadSet {
    const sets = this.#sets[kind];
    const known = sets.get(text);
    if (known !== undefined) return known;
    const set = readSet(text, kind, this.#store);
    if (this.#seen.isRepeated(text)) {
      if (sets.size >= mostSets) sets.clear();
      sets.set(text, set);
    }
    return set;
  }
}

const known = ["identity", "resource", "boundary", "session", "scps", "rcps", "endpoint", "attributes"];

function readSet(text: string, kind: "trust" | "resource", store: PolicyStore): ReadSet {
  const members = membersOf(text, { start: 0, end: text.length });
  if (members === null) return null;
  const twice = repeated(members);
  if (twice !== null) return fault(`policies.${twice}`, "the member stands here twice");
  const stray = members.find(({ key }) => !known.includes(key));
  if (stray !== undefined) return fault(`policies.${stray.key}`, "the member is not known");
  const reader = new SetReader(text, members, store);
  const set: PolicySet = {
    identity: reader.isText("identity", "unknown") ? "unknown" : (reader.list("identity", "identity") ?? []),
    resource: reader.isText("resource", "unknown") ? "unknown" : reader.document("resource", kind),
    boundary: reader.list("boundary", "boundary"),
    session: reader.list("session", "session"),
    scps: reader.levels("scps", "scp"),
    rcps: reader.levels("rcps", "rcp"),
    endpoint: reader.list("endpoint", "endpoint"),
    attributes: reader.attributes(),
  };
  if (reader.isBroken) return null;
  return reader.fault === null ? ok(set) : err(reader.fault);
}

/** Reads members one after the other, and keeps the first fault. */
class SetReader {
  readonly #text: string;
  readonly #members: readonly Member[];
  readonly #store: PolicyStore;
  fault: CaseFault | null = null;
  /** The text is no JSON. */
  isBroken = false;

  constructor(text: string, members: readonly Member[], store: PolicyStore) {
    this.#text = text;
    this.#members = members;
    this.#store = store;
  }

  isText(key: string, wanted: string): boolean {
    const piece = this.#piece(key);
    return piece !== null && stringIn(this.#text, piece) === wanted;
  }

  /** A list of named policies; null where the member is null or left out. */
  list(key: string, kind: PolicyKind): readonly NamedPolicy[] | null {
    const piece = this.#piece(key);
    if (piece === null) return null;
    return this.#policies(piece, `policies.${key}`, kind);
  }

  /** A bare document. */
  document(key: string, kind: PolicyKind): NamedPolicy | null {
    const piece = this.#piece(key);
    return piece === null ? null : this.#document("resource policy", piece, `policies.${key}`, kind);
  }

  levels(key: string, kind: PolicyKind): readonly ControlLevel[] | null {
    const piece = this.#piece(key);
    if (piece === null) return null;
    const at = `policies.${key}`;
    const items = itemsOf(this.#text, piece);
    if (items === null) {
      this.#fail(at, "this is no list of levels");
      return null;
    }
    return items.map((item, index) => this.#level(item, `${at}[${index}]`, kind));
  }

  attributes(): PolicySet["attributes"] {
    const piece = this.#piece("attributes");
    if (piece === null) return {};
    const value = this.#value(piece);
    if (isFields(value)) return value;
    this.#fail("policies.attributes", "attributes are an object");
    return {};
  }

  #level(piece: Piece, at: string, kind: PolicyKind): ControlLevel {
    const members = this.#objectMembers(piece, at, ["target", "policies"]);
    const target = members.find(({ key }) => key === "target");
    const policies = members.find(({ key }) => key === "policies");
    if (policies === undefined) this.#fail(at, "a level has a list of policies");
    return {
      target: target === undefined ? at : this.#name(target, at),
      policies: policies === undefined ? [] : this.#policies(policies, `${at}.policies`, kind),
    };
  }

  #policies(piece: Piece, at: string, kind: PolicyKind): readonly NamedPolicy[] {
    const items = itemsOf(this.#text, piece);
    if (items === null) {
      this.#fail(at, "this is no list of policies");
      return [];
    }
    return items.flatMap((item, index) => {
      const place = `${at}[${index}]`;
      const members = this.#objectMembers(item, place, ["name", "document"]);
      const name = members.find(({ key }) => key === "name");
      const document = members.find(({ key }) => key === "document");
      if (document === undefined) {
        this.#fail(place, "a policy has a document");
        return [];
      }
      const called =
        name === undefined ? `${at.slice("policies.".length)}[${index}]` : this.#name(name, place);
      const policy = this.#document(called, document, `${place}.document`, kind);
      return policy === null ? [] : [policy];
    });
  }

  #document(name: string, piece: Piece, at: string, kind: PolicyKind): NamedPolicy | null {
    const source = this.#slice(piece);
    // AWS's APIs give some documents as texts.
    const inner = source.startsWith('"') ? this.#value(piece) : null;
    const policy = this.#store.read(name, typeof inner === "string" ? inner : source, kind);
    if (policy.ok) return policy.value;
    this.#fail(`${at}, ${policy.error.at}`, policy.error.message);
    return null;
  }

  #objectMembers(piece: Piece, at: string, allowed: readonly string[]): readonly Member[] {
    const members = membersOf(this.#text, piece);
    if (members === null) {
      this.#fail(at, "this is no object");
      return [];
    }
    const twice = repeated(members);
    if (twice !== null) this.#fail(`${at}.${twice}`, "the member stands here twice");
    const stray = members.find(({ key }) => !allowed.includes(key));
    if (stray !== undefined) this.#fail(`${at}.${stray.key}`, "the member is not known");
    return members;
  }

  #name(piece: Piece, at: string): string {
    const value = stringIn(this.#text, piece);
    if (value !== undefined) return value;
    if (this.#value(piece) !== undefined) this.#fail(at, "the name is no text");
    return "";
  }

  /** Null: the member is null, or left out. */
  #piece(key: string): Member | null {
    const found = this.#members.find((member) => member.key === key);
    if (found === undefined) return null;
    return found.end - found.start === 4 && this.#text.startsWith("null", found.start) ? null : found;
  }

  #slice({ start, end }: Piece): string {
    return this.#text.slice(start, end);
  }

  #value(piece: Piece): unknown {
    try {
      return JSON.parse(this.#slice(piece));
    } catch {
      this.isBroken = true;
      return null;
    }
  }

  #fail(at: string, message: string): void {
    this.fault ??= { message, at };
  }
}
