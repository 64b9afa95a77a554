/** A snapshot as it was while policies said what events tell, between two reads. */
import type { EventDocument, Subject } from "./change-event.ts";
import type { DocumentIndex } from "./documents.ts";
import { editedSnapshot, type SnapshotEdit } from "./edited-snapshot.ts";
import { type AccountId, isArn, isUniqueId } from "./identifiers.ts";
import type { InlinePolicy, RoleIndex, Snapshot, User } from "./snapshot.ts";
import { type GroupInput, type RoleInput, SnapshotBuilder, type UserInput } from "./snapshot-builder.ts";
import { withSubjects } from "./with-subjects.ts";

/**
 * Of several documents of one policy the last one counts. A role, user or group that `base` does not have is made up, without
 * permissions: all that is known of it is the document. A resource that it does not have has no other attributes than its policy.
 */
export function withDocuments(base: Snapshot, documents: readonly EventDocument[]): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: base.createdAt, source: base.source });
  const bySubject = new Map<string, { readonly subject: Subject; readonly documents: EventDocument[] }>();
  for (const document of documents) {
    const key = JSON.stringify(document.subject);
    const known = bySubject.get(key);
    if (known === undefined) bySubject.set(key, { subject: document.subject, documents: [document] });
    else known.documents.push(document);
  }
  const draft = new Draft(base, builder);
  const subjects = [...bySubject.values()].filter((one) => draft.add(one.subject, one.documents));
  draft.finish();
  const now = withSubjects(
    base,
    builder.build(),
    subjects.map(({ subject }) => subject),
  );
  return withControlPolicies(now, documents);
}

/** Control policies that the snapshot does not have are attached to nothing that is known of, and change nothing yet. */
function withControlPolicies(snapshot: Snapshot, documents: readonly EventDocument[]): Snapshot {
  const known = new Set(snapshot.organization?.controlPolicies?.map(({ id }) => id));
  const edits = documents.flatMap(({ part, text }): SnapshotEdit[] =>
    part.kind === "control-policy" && text !== null && known.has(part.id)
      ? [{ kind: "control-policy", id: part.id, text }]
      : [],
  );
  if (edits.length === 0) return snapshot;
  const edited = editedSnapshot(snapshot, edits);
  return edited.ok ? edited.value : snapshot;
}

// As of none that AWS has made: those have 17 characters after the prefix.
const madeUp = {
  role: "AROAACCESSLENSTOLD",
  user: "AIDAACCESSLENSTOLD",
  group: "AGPAACCESSLENSTOLD",
} as const;

class Draft {
  readonly #base: Snapshot;
  readonly #builder: SnapshotBuilder;
  readonly #resources = new Map<AccountId, Parameters<SnapshotBuilder["addDetails"]>[1]["resources"]>();

  constructor(base: Snapshot, builder: SnapshotBuilder) {
    this.#base = base;
    this.#builder = builder;
  }

  /** Whether there is anything to say of it. */
  add(subject: Subject, documents: readonly EventDocument[]): boolean {
    switch (subject.kind) {
      case "role":
        this.#account(subject.account);
        this.#addRole(subject.account, subject.name, documents);
        return true;
      case "user":
      case "group":
        this.#account(subject.account);
        this.#addHolder(subject.kind, subject.account, subject.name, documents);
        return true;
      case "managed-policy": {
        this.#account(subject.account);
        const text = lastOf(documents, "managed-policy");
        if (typeof text !== "string" || !isArn(subject.arn)) return text === null;
        const name = subject.arn.slice(subject.arn.lastIndexOf("/") + 1);
        const document = this.#builder.document(text, subject.account);
        this.#builder.addManagedPolicy(subject.account, { arn: subject.arn, name, document });
        return true;
      }
      case "resource":
        this.#account(subject.account);
        return this.#addResource(subject, lastOf(documents, "resource-policy"));
      default:
        return false;
    }
  }

  finish(): void {
    for (const [account, resources] of this.#resources) {
      if (resources !== undefined) this.#builder.addDetails(account, { resources });
    }
  }

  #account(id: AccountId): void {
    if (this.#builder.hasAccount(id)) return;
    const known = this.#base.accounts[this.#base.accountIndex(id) ?? -1];
    this.#builder.addAccount({ id, ...(known === undefined ? {} : { partition: known.partition }) });
  }

  #addRole(account: AccountId, name: string, documents: readonly EventDocument[]): void {
    const index: RoleIndex | null = this.#base.roles.byName(account, name);
    const row = index === null ? null : this.#base.roles.row(index);
    const trust = lastOf(documents, "trust-policy");
    // A role has a trust policy for as long as it is there.
    if (trust === null) return;
    const old = row?.trustPolicy ?? null;
    const now = trust === undefined && old !== null ? this.#base.documents.text(old, account) : trust;
    const trustPolicy = typeof now === "string" ? this.#builder.document(now, account) : null;
    const inlinePolicies = this.#inline(account, row?.inlinePolicies ?? [], documents);
    const uniqueId = idOf("role");
    const role: RoleInput =
      row === null
        ? { name, uniqueId, trustPolicy, inlinePolicies }
        : { ...row, trustPolicy, inlinePolicies };
    this.#builder.addRole(account, role);
  }

  #addHolder(
    kind: "user" | "group",
    account: AccountId,
    name: string,
    documents: readonly EventDocument[],
  ): void {
    const data = this.#base.accountData(this.#base.accountIndex(account) ?? -1);
    const isIt = (one: { readonly name: string }): boolean => one.name.toLowerCase() === name.toLowerCase();
    const known = kind === "user" ? data?.users.find(isIt) : data?.groups.find(isIt);
    const inlinePolicies = this.#inline(account, known?.inlinePolicies ?? [], documents);
    const group: GroupInput = {
      name: known?.name ?? name,
      path: known?.path ?? "/",
      uniqueId: known?.uniqueId ?? idOf(kind),
      attachedPolicies: known?.attachedPolicies ?? [],
      inlinePolicies,
    };
    if (kind === "group") {
      this.#builder.addGroup(account, group);
      return;
    }
    const none = { permissionsBoundary: null, groups: [], createdAt: null, tags: [] } as const;
    const user: User | undefined = data?.users.find(isIt);
    this.#builder.addUser(account, { ...none, ...user, ...group } satisfies UserInput);
  }

  #inline(
    account: AccountId,
    known: readonly InlinePolicy[],
    documents: readonly EventDocument[],
  ): readonly InlinePolicy[] {
    const texts = new Map<string, string | null>(
      known.map(({ name, document }) => [name, this.#base.documents.text(document, account)]),
    );
    for (const { part, text } of documents) if (part.kind === "inline-policy") texts.set(part.name, text);
    return [...texts].flatMap(([name, text]): InlinePolicy[] =>
      text === null ? [] : [{ name, document: this.#builder.document(text, account) }],
    );
  }

  #addResource(subject: Extract<Subject, { kind: "resource" }>, text: string | null | undefined): boolean {
    const { account, arn, type, region } = subject;
    if (text === undefined || !isArn(arn)) return false;
    const all = this.#base.accountData(this.#base.accountIndex(account) ?? -1)?.resources ?? [];
    const known = all.find((one) => one.arn === arn);
    const policy: DocumentIndex | null = text === null ? null : this.#builder.document(text, account);
    const own = this.#resources.get(account) ?? [];
    const row = { ...(known ?? { arn, type, region, attributes: {} }), policy };
    this.#resources.set(account, [...own, row]);
    return true;
  }
}

function idOf(kind: keyof typeof madeUp) {
  const id: string = madeUp[kind];
  if (!isUniqueId(id)) throw new Error(`${id} is no unique id`);
  return id;
}

/** Undefined: no document is about that policy. */
function lastOf(
  documents: readonly EventDocument[],
  kind: "trust-policy" | "managed-policy" | "resource-policy",
): string | null | undefined {
  return documents.findLast(({ part }) => part.kind === kind)?.text;
}
