/** Identity policies and boundaries of a snapshot, each parsed once, cut down to one action at a time. */
import { type DocumentIndex, fromTemplate, ownAccount, type Snapshot } from "../../model/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { parsePolicy } from "../../policy/index.ts";
import { assumeLens, lensOf } from "../action-lens.ts";
import {
  compileIdentity,
  emptyIdentityPolicy,
  type IdentityPolicy,
  ofOwner,
} from "../caller/identity-policy.ts";
import { type ActionMask, ActionSet } from "./action-set.ts";

/** Statements that are about some action of the set; with the owner's account as `ownAccount`. */
export class CallPolicy {
  /** Actions of its Allow statements, and of its Deny statements. */
  readonly allows: ActionMask;
  readonly denies: ActionMask;
  /** Whether any statement denies, be it of actions outside of the set. */
  readonly hasDeny: boolean;
  /** Whether a statement allows everything as it stands; others may do so together. */
  readonly hasAllowAll: boolean;
  readonly #document: PolicyDocument;
  readonly #masked: readonly { readonly statement: Statement; readonly mask: ActionMask }[];
  readonly #actions: ActionSet;
  readonly #byAction = new Map<number, IdentityPolicy>();

  constructor(document: PolicyDocument, actions: ActionSet) {
    this.#document = document;
    this.#actions = actions;
    let allows = 0n;
    let denies = 0n;
    const masked = [];
    for (const statement of document.statements) {
      const mask = actions.maskOfElement(statement.action);
      if (mask === 0n) continue;
      masked.push({ statement, mask });
      if (statement.effect === "Allow") allows |= mask;
      else denies |= mask;
    }
    this.#masked = masked;
    this.allows = allows;
    this.denies = denies;
    this.hasDeny = document.statements.some(({ effect }) => effect === "Deny");
    this.hasAllowAll = document.statements.some(allowsAll);
  }

  /** As the owner has it: what it says about the action of that number, and about what an assumption needs besides. */
  about(action: number, owner: string): IdentityPolicy {
    const bit = this.#actions.maskWithSession(action);
    if (((this.allows | this.denies) & bit) === 0n) return emptyIdentityPolicy;
    let policy = this.#byAction.get(action);
    if (policy === undefined) {
      const statements = this.#masked.flatMap(({ statement, mask }) =>
        (mask & bit) === 0n ? [] : [statement],
      );
      const name = this.#actions.names[action] ?? "";
      const lens = name === assumeLens.action ? assumeLens : lensOf(name);
      policy = compileIdentity({ ...this.#document, statements }, lens);
      this.#byAction.set(action, policy);
    }
    return ofOwner(policy, owner);
  }
}

function allowsAll({ effect, action, resource, conditions, exact }: Statement): boolean {
  const isStar = (texts: Statement["action"] | null): boolean =>
    texts?.negated === false && texts.patterns.some(({ text }) => text === "*" || text === "*:*");
  return (
    effect === "Allow" &&
    exact &&
    conditions.length === 0 &&
    isStar(action) &&
    resource?.negated === false &&
    resource.patterns.some(({ text }) => text === "*")
  );
}

export class CallPolicyLibrary {
  readonly #snapshot: Snapshot;
  readonly #actions: ActionSet;
  readonly #read = new Map<DocumentIndex, CallPolicy | null>();

  constructor(snapshot: Snapshot, actions: ActionSet) {
    this.#snapshot = snapshot;
    this.#actions = actions;
  }

  readonly #whole = new Map<DocumentIndex, PolicyDocument | null>();

  /** The whole text, for the few that may make an administrator. */
  whole(document: DocumentIndex): PolicyDocument | null {
    let whole = this.#whole.get(document);
    if (whole === undefined) {
      const parsed = this.#parsed(document);
      whole = parsed.ok ? parsed.value : null;
      this.#whole.set(document, whole);
    }
    return whole;
  }

  #parsed(document: DocumentIndex): ReturnType<typeof parsePolicy> {
    const text = fromTemplate(this.#snapshot.documents.template(document), ownAccount);
    return parsePolicy(text, { kind: "identity" });
  }

  /** Null where the text can't be read. */
  policy(document: DocumentIndex): CallPolicy | null {
    let policy = this.#read.get(document);
    if (policy === undefined) {
      const parsed = this.#parsed(document);
      policy = parsed.ok ? this.#shared(new CallPolicy(parsed.value, this.#actions)) : null;
      this.#read.set(document, policy);
    }
    return policy;
  }

  /** Most policies are about none of the actions: one object stands for all of them. */
  #shared(policy: CallPolicy): CallPolicy {
    return policy.allows === 0n && policy.denies === 0n && !policy.hasDeny ? this.#none : policy;
  }

  readonly #none = new CallPolicy(
    { version: "2012-10-17", id: null, statements: [], issues: [] },
    new ActionSet([]),
  );
}
