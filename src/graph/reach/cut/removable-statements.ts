/**
 * What can be removed to cut ways: statements that allow something, of trust policies, of policies of roles, users and groups,
 * of managed policies (permissions boundaries among them), of resources' policies. A policy of AWS can't lose a statement: there it is the attachment to somebody.
 */
import type { CallerPrincipal } from "../../../authz/index.ts";
import {
  type AccountId,
  type AccountIndex,
  type Arn,
  type DocumentIndex,
  type EditFault,
  editedSnapshot,
  type InlinePolicy,
  noDocument,
  type Result,
  type Snapshot,
  type SnapshotEdit,
  splitArn,
} from "../../../model/index.ts";
import { parsePolicy } from "../../../policy/index.ts";
import { type Evidence, evidenceOf } from "../../evidence.ts";
import { documentOf, placeEdit, type RemovablePlace } from "./policy-place.ts";

export type Removable = {
  /** The same for the same statement in every snapshot of the organization. */
  readonly key: string;
  readonly place: RemovablePlace;
  /** Its place in the policy, from 0; null: the policy whole, as its statements can't be told apart. */
  readonly statement: number | null;
  /** As evidence calls the policy. */
  readonly policy: string;
  readonly owner: AccountId;
};

/** The statement as evidence shows it; null: there is no single one. */
export function evidenceOfRemovable(snapshot: Snapshot, one: Removable): Evidence | null {
  const { place, policy, owner, statement } = one;
  const document = documentOf(snapshot, place);
  if (document === null || statement === null) return null;
  const parsed = parsePolicy(snapshot.documents.text(document, owner), { kind: "identity" });
  return (
    evidenceOf(snapshot, policy, parsed.ok ? parsed.value : null, document, owner, [statement])[0] ?? null
  );
}

/** Of the principals, with their groups and managed policies, and of the resources' policies of the accounts. */
export function removablesOf(
  snapshot: Snapshot,
  principals: Iterable<CallerPrincipal>,
  resourcesOf: Iterable<AccountIndex>,
): readonly Removable[] {
  const found = new Map<string, Removable>();
  const reader = new RemovableReader(snapshot, (one) => found.set(one.key, one));
  for (const principal of principals) reader.addPrincipal(principal);
  for (const account of resourcesOf) reader.addResources(account);
  return [...found.values()];
}

type Holder = {
  readonly arn: Arn;
  readonly inlinePolicies: readonly InlinePolicy[];
  readonly attachedPolicies: readonly Arn[];
};

class RemovableReader {
  readonly #snapshot: Snapshot;
  readonly #tell: (one: Removable) => void;

  constructor(snapshot: Snapshot, tell: (one: Removable) => void) {
    this.#snapshot = snapshot;
    this.#tell = tell;
  }

  addPrincipal(principal: CallerPrincipal): void {
    const { roles } = this.#snapshot;
    if (principal.kind === "role") {
      const role = roles.row(principal.index);
      const account = roles.account[principal.index] ?? 0;
      if (role.trustPolicy !== null) {
        this.#addStatements(
          { kind: "trust-policy", role: role.arn },
          `trust policy of ${role.arn}`,
          role.trustPolicy,
          role.account,
        );
      }
      this.#addHolder(role, account);
      this.#addBoundary(role.permissionsBoundary, account);
      return;
    }
    const data = this.#snapshot.accountData(principal.account);
    const user = data?.users[principal.index];
    if (user === undefined) return;
    this.#addHolder(user, principal.account);
    this.#addBoundary(user.permissionsBoundary, principal.account);
    // Groups that it is not in are joined by a technique.
    for (const group of data?.groups ?? []) this.#addHolder(group, principal.account);
  }

  addResources(account: AccountIndex): void {
    const owner = this.#snapshot.accounts[account]?.id;
    if (owner === undefined) return;
    for (const { arn, policy } of this.#snapshot.accountData(account)?.resources ?? []) {
      if (policy === null) continue;
      const place = { kind: "resource-policy", account: owner, resource: arn } as const;
      this.#addStatements(place, `policy of ${arn}`, policy, owner);
    }
  }

  #addHolder({ arn, inlinePolicies, attachedPolicies }: Holder, account: AccountIndex): void {
    const owner = this.#snapshot.accounts[account]?.id;
    if (owner === undefined) return;
    for (const { name, document } of inlinePolicies) {
      const place = { kind: "inline-policy", holder: arn, name } as const;
      this.#addStatements(place, `${arn}/${name}`, document, owner);
    }
    for (const policy of attachedPolicies) {
      const found = this.#snapshot.managedPolicy(policy, account);
      if (found !== null && !isOfAws(policy)) {
        const place = { kind: "managed-policy", account: owner, policy } as const;
        this.#addStatements(place, policy, found.document, owner);
        continue;
      }
      const place = { kind: "attachment", holder: arn, policy } as const;
      this.#tell({
        key: keyOf(place, null),
        place,
        statement: null,
        policy,
        owner,
      });
    }
  }

  /** What a boundary allows less its principals can do less; without the boundary they could do more. */
  #addBoundary(policy: Arn | null, account: AccountIndex): void {
    const owner = this.#snapshot.accounts[account]?.id;
    if (policy === null || owner === undefined || isOfAws(policy)) return;
    const found = this.#snapshot.managedPolicy(policy, account);
    if (found === null) return;
    this.#addStatements({ kind: "managed-policy", account: owner, policy }, policy, found.document, owner);
  }

  #addStatements(place: RemovablePlace, policy: string, document: DocumentIndex, owner: AccountId): void {
    if (document === noDocument) return;
    const add = (statement: number | null): void =>
      this.#tell({ key: keyOf(place, statement), place, statement, policy, owner });
    const statements = statementsOf(this.#snapshot.documents.text(document, owner));
    if (statements === null) add(null);
    else {
      statements.forEach((one, at) => {
        if (isAllow(one)) add(at);
      });
    }
  }
}

function isOfAws(policy: Arn): boolean {
  return splitArn(policy)?.account === "aws";
}

function keyOf(place: RemovablePlace, statement: number | null): string {
  return JSON.stringify([...Object.values(place), statement]);
}

/** Null: no text of which single statements could be taken. */
function statementsOf(text: string): readonly unknown[] | null {
  const whole = jsonOf(text);
  const parsed = parsePolicy(text, { kind: "identity" });
  if (whole === null || !parsed.ok) return null;
  const listed: unknown = whole.Statement;
  const statements: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return statements.length === parsed.value.statements.length ? statements : null;
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Also what is no statement as it should be: what nobody can read may allow something. */
function isAllow(statement: unknown): boolean {
  return isRecord(statement) && statement.Effect !== "Deny" && !isGone(statement);
}

/** Stands where a statement was, so that the others keep their places: nothing has the action. */
const gone = { Effect: "Allow", Action: "accesslens:RemovedStatement" } as const;

function isGone({ Action }: Readonly<Record<string, unknown>>): boolean {
  return Action === gone.Action;
}

/** The snapshot without them; see {@link editedSnapshot}. */
export function withoutStatements(
  snapshot: Snapshot,
  removed: readonly Removable[],
): Result<Snapshot, EditFault> {
  const byPolicy = new Map<string, Removable[]>();
  for (const one of removed) {
    const key = keyOf(one.place, null);
    const known = byPolicy.get(key);
    if (known === undefined) byPolicy.set(key, [one]);
    else known.push(one);
  }
  return editedSnapshot(
    snapshot,
    [...byPolicy.values()].flatMap((all) => editOf(snapshot, all) ?? []),
  );
}

function editOf(snapshot: Snapshot, removed: readonly Removable[]): SnapshotEdit | null {
  const [first] = removed;
  if (first === undefined) return null;
  const { place } = first;
  // A part of the organization may be without it.
  if (place.kind !== "attachment" && documentOf(snapshot, place) === null) return null;
  switch (place.kind) {
    case "trust-policy":
      return placeEdit(snapshot, place, textWithout(snapshot, removed, removedParty) ?? emptyPolicy);
    case "managed-policy":
      return placeEdit(snapshot, place, textWithout(snapshot, removed, { Resource: "*" }) ?? emptyPolicy);
    case "inline-policy":
      return placeEdit(snapshot, place, textWithout(snapshot, removed, { Resource: "*" }));
    case "attachment":
      return placeEdit(snapshot, place, null);
    case "resource-policy":
      return placeEdit(snapshot, place, textWithout(snapshot, removed, { ...removedParty, Resource: "*" }));
  }
}

/** One statement's removal. Null: the snapshot has no such policy. */
export function removalOf(snapshot: Snapshot, one: Removable): SnapshotEdit | null {
  return editOf(snapshot, [one]);
}

const removedParty = { Principal: { Service: "removed.amazonaws.com" } } as const;

const emptyPolicy = '{"Version":"2012-10-17","Statement":[]}';

/** Null: the policy goes whole. */
function textWithout(
  snapshot: Snapshot,
  removed: readonly Removable[],
  members: Readonly<Record<string, unknown>>,
): string | null {
  const [first] = removed;
  const document = first === undefined ? null : documentOf(snapshot, first.place);
  if (first === undefined || document === null || removed.some(({ statement }) => statement === null))
    return null;
  const text = snapshot.documents.text(document, first.owner);
  const statements = statementsOf(text);
  if (statements === null) return null;
  const places = new Set(removed.map(({ statement }) => statement));
  const left = statements.map((one, at) => (places.has(at) ? { ...gone, ...members } : one));
  return JSON.stringify({ ...jsonOf(text), Statement: left });
}

export function accountOfRemovable(snapshot: Snapshot, { owner }: Removable): AccountIndex | null {
  return snapshot.accountIndex(owner);
}
