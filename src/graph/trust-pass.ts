/**
 * One pass over all trust policies of a snapshot: each distinct one is parsed and compiled once, asked for each role
 * that has it, and let go again, so that memory holds one policy at a time however many there are.
 */
import {
  type CompiledTrust,
  type ControlLibrary,
  compileTrust,
  controlLibrary,
  organizationView,
  trustGrants,
  withControls,
} from "../authz/index.ts";
import type { DeadEnd, OrganizationView, TrustGrant } from "../authz/types.ts";
import {
  type Account,
  type AccountId,
  type Arn,
  type DocumentIndex,
  fromTemplate,
  noDocument,
  ownAccount,
  type RoleIndex,
  type Snapshot,
  splitArn,
  toTemplate,
} from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";
import { principalOf } from "./principals.ts";

/** A distinct trust policy, with the owner's account as `ownAccount`. */
export type TrustTemplate = {
  readonly index: DocumentIndex;
  readonly document: PolicyDocument;
  readonly compiled: CompiledTrust;
  /** Whether an outcome may hold the owner's id or tags: if not, all owners in the same place share it. */
  readonly namesOwner: boolean;
  /** Why the text is no policy at all, so that nothing is known of it; null for every text that is one. */
  readonly unreadable: string | null;
};

export type TrustOutcome = {
  readonly grants: readonly TrustGrant[];
  readonly deadEnds: readonly DeadEnd[];
};

/** Is shown each distinct trust policy, then each role that has it. */
export type TrustPass = (
  template: TrustTemplate,
) => (role: RoleIndex, owner: AccountId, outcome: TrustOutcome) => void;

export interface TrustReader {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  /** Parses and compiles a policy of the snapshot. */
  template(index: DocumentIndex): TrustTemplate;
  /** Parses and compiles another text as if `role` had it; the owner's account may stand in it as it is. */
  templateOfText(text: string, role: RoleIndex): TrustTemplate;
  /** Within the RCPs over the role. */
  outcome(template: TrustTemplate, role: RoleIndex): TrustOutcome;
  /** Null: the role's trust policy was not collected. */
  ofRole(role: RoleIndex): { readonly template: TrustTemplate; readonly outcome: TrustOutcome } | null;
}

export function trustReader(
  snapshot: Snapshot,
  organization: OrganizationView = organizationView(snapshot),
): TrustReader {
  return new SnapshotTrustReader(snapshot, organization);
}

/** How many distinct trust policies a reader keeps at hand for questions about single roles. */
const kept = 256;

class SnapshotTrustReader implements TrustReader {
  readonly snapshot: Snapshot;
  readonly organization: OrganizationView;
  readonly #controls: ControlLibrary;
  readonly #exists: (arn: Arn) => boolean | null;
  readonly #templates = new Map<DocumentIndex, TrustTemplate>();
  /** Outcomes that no owner changes, by what else they depend on. */
  readonly #shared = new WeakMap<TrustTemplate, Map<string, TrustOutcome>>();

  constructor(snapshot: Snapshot, organization: OrganizationView) {
    this.snapshot = snapshot;
    this.organization = organization;
    this.#controls = controlLibrary(snapshot);
    this.#exists = (arn) => exists(arn, snapshot);
  }

  template(index: DocumentIndex): TrustTemplate {
    return templateOf(index, fromTemplate(this.snapshot.documents.template(index), ownAccount));
  }

  templateOfText(text: string, role: RoleIndex): TrustTemplate {
    // A document that stands in no table: it only must not be taken for one that does.
    const template = fromTemplate(toTemplate(text, this.#account(role).id), ownAccount);
    return templateOf(noDocument as DocumentIndex, template);
  }

  outcome(template: TrustTemplate, role: RoleIndex): TrustOutcome {
    const account = this.#account(role);
    const controls = this.#controls.rcpsOf(role);
    const compiled = withControls(template.compiled, controls);
    const controlsNameOwner =
      compiled !== template.compiled && (compiled.namesOwner || compiled.readsResourceTags);
    if (template.namesOwner || controlsNameOwner) return this.#ask(compiled, role, account);
    const place = compiled.readsOrganization
      ? `${account.partition} ${this.organization.isOurs(account.id)} ${this.organization.pathOf(account.id)}`
      : account.partition;
    const key = controls.key === "" ? place : `${place} ${controls.key}`;
    let shared = this.#shared.get(template);
    if (shared === undefined) {
      shared = new Map();
      this.#shared.set(template, shared);
    }
    let outcome = shared.get(key);
    if (outcome === undefined) {
      outcome = this.#ask(compiled, role, account);
      shared.set(key, outcome);
    }
    return outcome;
  }

  ofRole(role: RoleIndex): { readonly template: TrustTemplate; readonly outcome: TrustOutcome } | null {
    const index = (this.snapshot.roles.trustPolicy[role] ?? noDocument) as DocumentIndex;
    if (index === noDocument) return null;
    let template = this.#templates.get(index);
    if (template === undefined) {
      if (this.#templates.size >= kept) this.#templates.clear();
      template = this.template(index);
      this.#templates.set(index, template);
    }
    return { template, outcome: this.outcome(template, role) };
  }

  #account(role: RoleIndex): Account {
    const account = this.snapshot.accounts[this.snapshot.roles.account[role] ?? -1];
    if (account === undefined) throw new RangeError(`there is no role ${role}`);
    return account;
  }

  /** `compiled`: within the RCPs over the role. */
  #ask(compiled: CompiledTrust, role: RoleIndex, account: Account): TrustOutcome {
    // The role itself matters for its partition and tags only: most need neither.
    const needsRole = compiled.readsResourceTags || account.partition !== "aws";
    return trustGrants(compiled, {
      owner: account.id,
      organization: this.organization,
      exists: this.#exists,
      ...(needsRole ? { role: this.snapshot.roles.row(role) } : {}),
    });
  }
}

/** Null: the account's data is not in the snapshot. */
function exists(arn: Arn, snapshot: Snapshot): boolean | null {
  const account = snapshot.accountIndex(splitArn(arn)?.account ?? "");
  if (account === null || snapshot.accounts[account]?.hasData !== true) return null;
  return principalOf(arn, snapshot) !== null;
}

const nothing: PolicyDocument = { version: "2008-10-17", id: null, statements: [], issues: [] };

function templateOf(index: DocumentIndex, text: string): TrustTemplate {
  const parsed = parsePolicy(text, { kind: "trust" });
  const document = parsed.ok ? parsed.value : nothing;
  const unreadable = parsed.ok ? null : parsed.error.message;
  const compiled = compileTrust(document);
  const namesOwner =
    text.includes(ownAccount) ||
    compiled.readsResourceTags ||
    /resourceaccount/i.test(text) ||
    text.includes("\\u");
  return { index, document, compiled, namesOwner, unreadable };
}

/** Shows every role that has a trust policy to the visitors; roles with the same policy come one after the other. */
export function passOverTrust(reader: TrustReader, visitors: readonly TrustPass[]): void {
  const { snapshot } = reader;
  const { trustPolicy, account } = snapshot.roles;
  const { roles, start } = rolesByTrustPolicy(snapshot);
  for (let document = 0; document < snapshot.documents.count; document++) {
    const first = start[document] ?? 0;
    const end = start[document + 1] ?? 0;
    if (first === end) continue;
    const template = reader.template((trustPolicy[roles[first] ?? 0] ?? 0) as DocumentIndex);
    const visits = visitors.map((visitor) => visitor(template));
    for (let at = first; at < end; at++) {
      const role = roles[at] ?? 0;
      const owner = snapshot.accounts[account[role] ?? 0]?.id;
      if (owner === undefined) continue;
      const outcome = reader.outcome(template, role);
      for (const visit of visits) visit(role, owner, outcome);
    }
  }
}

/** Counting sort: the roles of document `d` stand from `start[d]` to before `start[d + 1]`. */
function rolesByTrustPolicy(snapshot: Snapshot): {
  readonly roles: Uint32Array;
  readonly start: Uint32Array;
} {
  const { trustPolicy, count } = snapshot.roles;
  const start = new Uint32Array(snapshot.documents.count + 1);
  let collected = 0;
  for (const document of trustPolicy) {
    if (document === noDocument) continue;
    collected++;
    start[document + 1] = (start[document + 1] ?? 0) + 1;
  }
  for (let document = 1; document < start.length; document++)
    start[document] = (start[document] ?? 0) + (start[document - 1] ?? 0);
  const next = start.slice();
  const roles = new Uint32Array(collected);
  for (let role = 0; role < count; role++) {
    const document = trustPolicy[role] ?? noDocument;
    if (document === noDocument) continue;
    const at = next[document] ?? 0;
    roles[at] = role;
    next[document] = at + 1;
  }
  return { roles, start };
}
