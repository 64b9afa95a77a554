/** The policies of a case, kept by their text: cases about the same policies are read once. */
import type { ControlLevel, NamedPolicy, PolicySet } from "../../authz/request-question.ts";
import { err, ok, type Result } from "../../model/index.ts";
import type { PolicyKind } from "../../policy/index.ts";
import { isFields } from "./case-request.ts";
import { type CaseFault, fault } from "./fault.ts";
import { PolicyStore } from "./policy-store.ts";
import { SeenTexts } from "./seen-texts.ts";
import { type Member, Outline, type Piece, repeated } from "./skim.ts";

/** Sets remembered; see {@link PolicyStore}. */
const mostSets = 2000;

/** Null: the text is no JSON. */
type ReadSet = Result<PolicySet, CaseFault> | null;

type KeptSet = { readonly text: string; readonly set: ReadSet };

export class CasePolicies {
  readonly #store = new PolicyStore();
  readonly #seen = new SeenTexts();
  readonly #sets = { resource: new Map<number, KeptSet>(), trust: new Map<number, KeptSet>() };

  /** `text`: the value of `policies`; `kind`: the grammar of the resource's policy. */
  read(text: string, kind: "trust" | "resource"): ReadSet {
    const outline = new Outline();
    return this.readPiece(outline, outline.take(text), kind);
  }

  /** As {@link read}, of a value inside a case. */
  readPiece(outline: Outline, piece: Piece, kind: "trust" | "resource"): ReadSet {
    const sets = this.#sets[kind];
    const print = outline.fingerprint(piece);
    const known = sets.get(print);
    if (known !== undefined && known.text === outline.slice(piece)) return known.set;
    const set = readSet(outline, piece, kind, this.#store);
    if (this.#seen.isRepeated(print)) {
      if (sets.size >= mostSets) sets.clear();
      sets.set(print, { text: outline.slice(piece), set });
    }
    return set;
  }
}

const known = ["identity", "resource", "boundary", "session", "scps", "rcps", "endpoint", "attributes"];

function readSet(outline: Outline, piece: Piece, kind: "trust" | "resource", store: PolicyStore): ReadSet {
  const members = outline.membersOf(piece, piece.end);
  if (members === null) return null;
  const twice = repeated(members);
  if (twice !== null) return fault(`policies.${twice}`, "the member stands here twice");
  const stray = members.find(({ key }) => !known.includes(key));
  if (stray !== undefined) return fault(`policies.${stray.key}`, "the member is not known");
  const reader = new SetReader(outline, piece.end, members, store);
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
  readonly #outline: Outline;
  readonly #end: number;
  readonly #members: readonly Member[];
  readonly #store: PolicyStore;
  fault: CaseFault | null = null;
  /** The text is no JSON. */
  isBroken = false;

  /** `end`: of the set in its text. */
  constructor(outline: Outline, end: number, members: readonly Member[], store: PolicyStore) {
    this.#outline = outline;
    this.#end = end;
    this.#members = members;
    this.#store = store;
  }

  isText(key: string, wanted: string): boolean {
    const piece = this.#piece(key);
    return piece !== null && this.#outline.stringIn(piece) === wanted;
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
    const items = this.#outline.itemsOf(piece, this.#end);
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
    const items = this.#outline.itemsOf(piece, this.#end);
    if (items === null) {
      this.#fail(at, "this is no list of policies");
      return [];
    }
    // A loop: `flatMap` took a fifteenth of the time that reading a case takes.
    const policies: NamedPolicy[] = [];
    for (const [index, item] of items.entries()) {
      const policy = this.#policy(item, `${at}[${index}]`, kind);
      if (policy !== null) policies.push(policy);
    }
    return policies;
  }

  #policy(piece: Piece, at: string, kind: PolicyKind): NamedPolicy | null {
    const members = this.#objectMembers(piece, at, ["name", "document"]);
    const name = members.find(({ key }) => key === "name");
    const document = members.find(({ key }) => key === "document");
    if (document === undefined) {
      this.#fail(at, "a policy has a document");
      return null;
    }
    const called = name === undefined ? at.slice("policies.".length) : this.#name(name, at);
    return this.#document(called, document, `${at}.document`, kind);
  }

  #document(name: string, piece: Piece, at: string, kind: PolicyKind): NamedPolicy | null {
    // AWS's APIs give some documents as texts.
    const inner = this.#outline.isString(piece) ? this.#value(piece) : null;
    const policy =
      typeof inner === "string"
        ? this.#store.read(name, inner, kind)
        : this.#store.readPiece(name, this.#outline, piece, kind);
    if (policy.ok) return policy.value;
    this.#fail(`${at}, ${policy.error.at}`, policy.error.message);
    return null;
  }

  #objectMembers(piece: Piece, at: string, allowed: readonly string[]): readonly Member[] {
    const members = this.#outline.membersOf(piece, this.#end);
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
    const value = this.#outline.stringIn(piece);
    if (value !== undefined) return value;
    if (this.#value(piece) !== undefined) this.#fail(at, "the name is no text");
    return "";
  }

  /** Null: the member is null, or left out. */
  #piece(key: string): Member | null {
    const found = this.#members.find((member) => member.key === key);
    if (found === undefined) return null;
    return found.end - found.start === 4 && this.#outline.slice(found) === "null" ? null : found;
  }

  #value(piece: Piece): unknown {
    try {
      return JSON.parse(this.#outline.slice(piece));
    } catch {
      this.isBroken = true;
      return null;
    }
  }

  #fail(at: string, message: string): void {
    this.fault ??= { message, at };
  }
}
