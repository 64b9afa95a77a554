/**
 * The proof over the whole snapshot: the roles as they are meant are put into it, the callers get their statement, and the engine is asked
 * of each role who can assume it. Callers of accounts that were not read are taken at the trust policy's word.
 */
import { type CallerSide, createCallerSide } from "../../authz/index.ts";
import {
  type ExpansionScope,
  expandGrants,
  type TrustReader,
  trustReader,
  type Who,
} from "../../graph/index.ts";
import {
  type AccountId,
  isArn,
  isUniqueId,
  type Snapshot,
  SnapshotBuilder,
  type Subject,
  withDocuments,
  withSubjects,
} from "../../model/index.ts";
import type { DeclaredPrincipal, RoleSet } from "./declaration.ts";
import type { RoleDraft } from "./draft-roles.ts";
import { hubDocument, hubPolicies } from "./hub-needs.ts";
import { documentOf } from "./policy-parts.ts";
import { whyTrustIsNotProven } from "./prove-trust.ts";
import type { RoleState } from "./role-state.ts";

export type Proof = {
  /** Null: proven. */
  readonly because: string | null;
  readonly warnings: readonly string[];
  readonly gained: readonly Who[];
  readonly lost: readonly Who[];
};

export type Proofs = {
  readonly proofs: ReadonlyMap<RoleDraft, Proof>;
  /** Those who could not assume a role without their statement. */
  readonly lacking: ReadonlyMap<RoleDraft, readonly string[]>;
};

type Side = { readonly snapshot: Snapshot; readonly reader: TrustReader; readonly scope: ExpansionScope };

export function proveDrafts(drafts: readonly RoleDraft[], set: RoleSet, snapshot: Snapshot): Proofs {
  const usable = drafts.filter(({ because, account }) => because === null && account !== null);
  const planned = withRolesAsMeant(snapshot, usable);
  const policies = hubPolicies(usable, snapshot);
  const documents = [...policies].flatMap(([id, policy]) => hubDocument(id, policy, set, snapshot));
  const [before, without] = [sideOf(snapshot), sideOf(planned)];
  const after = documents.length === 0 ? without : sideOf(withDocuments(planned, documents));
  const trusts = new Map<object, string | null>();
  const lacking = new Map<RoleDraft, readonly string[]>();
  const proofs = new Map<RoleDraft, Proof>();
  for (const draft of usable) {
    proofs.set(draft, proofOf(draft, { before, after, trusts }));
    lacking.set(draft, blockedIn(draft, without));
  }
  return { proofs, lacking };
}

export function sideOf(snapshot: Snapshot): Side {
  const reader = trustReader(snapshot);
  const callers: CallerSide = createCallerSide(snapshot, reader.organization, null);
  const nameOf = (account: string): string | null =>
    snapshot.accounts[snapshot.accountIndex(account) ?? -1]?.name ?? null;
  return { snapshot, reader, scope: { snapshot, organization: reader.organization, callers, nameOf } };
}

function proofOf(
  { account, arn, role, trust, desired }: RoleDraft,
  {
    before,
    after,
    trusts,
  }: { readonly before: Side; readonly after: Side; readonly trusts: Map<object, string | null> },
): Proof {
  const nobody = { warnings: [], gained: [], lost: [] } as const;
  const index = account === null ? null : after.snapshot.roles.byName(account.id, role.name);
  const read = index === null ? null : after.reader.ofRole(index);
  if (account === null || desired === null || index === null || read === null) {
    return { because: "the role could not be put into the snapshot", ...nobody };
  }
  const document = documentOf(desired.trust, "trust");
  if (document === null) return { because: "its trust policy is no policy", ...nobody };
  let because = trusts.get(read.outcome);
  if (because === undefined) {
    because = whyTrustIsNotProven({
      trust,
      document,
      outcome: read.outcome,
      role: { arn, account: account.id, partition: account.partition },
      organization: after.reader.organization,
    });
    trusts.set(read.outcome, because);
  }
  if (because !== null) return { because, ...nobody };
  const { who, blocked } = expandGrants(read.outcome.grants, after.snapshot.roles.row(index), after.scope);
  const [kept] = blocked;
  if (kept !== undefined) {
    return {
      because: `${kept.principal} could not assume it, even with the statement that it needs: ${kept.because}`,
      ...nobody,
    };
  }
  const principals = trust.flatMap((one) => one.principals);
  const stranger = who.find((one) => !principals.some((principal) => isDeclared(one, principal)));
  if (stranger !== undefined) return { because: `${stranger.id} could assume it, too`, ...nobody };
  const unused = principals.filter((principal) => !who.some((one) => isDeclared(one, principal)));
  const was = whoBefore(account.id, role.name, before);
  const [old, now] = [new Set(was.map(keyOf)), new Set(who.map(keyOf))];
  return {
    because: null,
    warnings: unused.map(
      (principal) => `nobody of account ${principal.account} may assume it by its own policies`,
    ),
    gained: who.filter((one) => !old.has(keyOf(one))),
    lost: was.filter((one) => !now.has(keyOf(one))),
  };
}

/** Those whom the trust policy names, and whose own side refuses. */
function blockedIn({ account, role }: RoleDraft, { snapshot, reader, scope }: Side): readonly string[] {
  const index = account === null ? null : snapshot.roles.byName(account.id, role.name);
  const read = index === null ? null : reader.ofRole(index);
  if (index === null || read === null) return [];
  return expandGrants(read.outcome.grants, snapshot.roles.row(index), scope).blocked.map(
    ({ principal }) => principal,
  );
}

export function whoBefore(
  account: AccountId,
  name: string,
  { snapshot, reader, scope }: Side,
): readonly Who[] {
  const index = snapshot.roles.byName(account, name);
  const read = index === null ? null : reader.ofRole(index);
  if (index === null || read === null) return [];
  return expandGrants(read.outcome.grants, snapshot.roles.row(index), scope).who;
}

function isDeclared(who: Who, principal: DeclaredPrincipal): boolean {
  if (principal.kind !== "account") return who.id === principal.arn;
  return who.id === principal.account || who.id.includes(`::${principal.account}:`);
}

function keyOf({ kind, id, guard }: Who): string {
  return `${kind} ${id} ${JSON.stringify(guard)}`;
}

/** As of no role that AWS has made: those have 17 characters after the prefix. */
const madeUp = "AROAACCESSLENSPLAN";

/** The snapshot with every draft as it is meant; managed policies and everything else stay as they are. */
function withRolesAsMeant(snapshot: Snapshot, drafts: readonly RoleDraft[]): Snapshot {
  return withRoleStates(
    snapshot,
    drafts.flatMap(({ account, desired }) =>
      account === null || desired === null
        ? []
        : [{ account: account.id, state: desired, name: desired.name }],
    ),
  );
}

/** `state` null: the role is gone. */
export function withRoleStates(
  snapshot: Snapshot,
  roles: readonly { readonly account: AccountId; readonly name: string; readonly state: RoleState | null }[],
): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: snapshot.createdAt, source: snapshot.source });
  const subjects: Subject[] = [];
  for (const { account, name, state } of roles) {
    const known = snapshot.accounts[snapshot.accountIndex(account) ?? -1];
    if (known === undefined) continue;
    subjects.push({ kind: "role", account, name });
    if (!builder.hasAccount(account)) builder.addAccount({ id: account, partition: known.partition });
    if (state === null) continue;
    const index = snapshot.roles.byName(account, name);
    const row = index === null ? null : snapshot.roles.row(index);
    const uniqueId = row?.uniqueId ?? (isUniqueId(madeUp) ? madeUp : null);
    if (uniqueId === null) throw new Error(`${madeUp} is no unique id`);
    builder.addRole(account, {
      name: state.name,
      path: state.path,
      uniqueId,
      trustPolicy: builder.document(state.trust, account),
      inlinePolicies: [...state.inline].map(([policy, text]) => ({
        name: policy,
        document: builder.document(text, account),
      })),
      attachedPolicies: [...state.attached].filter(isArn),
      permissionsBoundary: state.boundary !== null && isArn(state.boundary) ? state.boundary : null,
      maxSessionSeconds: state.maxSessionSeconds,
      description: state.description,
      tags: [...state.tags].map(([key, value]) => ({ key, value })),
      createdAt: row?.createdAt ?? null,
      lastUsedAt: row?.lastUsedAt ?? null,
      instanceProfiles: [...state.instanceProfiles, ...(row?.instanceProfiles ?? [])].filter(isArn),
    });
  }
  return withSubjects(snapshot, builder.build(), subjects);
}
