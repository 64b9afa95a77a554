/**
 * One pass over all trust policies of a snapshot: each distinct one is parsed and compiled once, asked for each role
 * that has it, and let go again, so that memory holds one policy at a time however many there are.
 */
import { type CompiledTrust, compileTrust, organizationView, trustGrants } from "../authz/index.ts";
import type { DeadEnd, OrganizationView, TrustGrant } from "../authz/types.ts";
import {
  type AccountId,
  type DocumentIndex,
  fromTemplate,
  noDocument,
  ownAccount,
  type RoleIndex,
  type Snapshot,
} from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { parsePolicy } from "../policy/index.ts";
import { principalExistence } from "./principal-existence.ts";

/** A distinct trust policy, with the owner's account as `ownAccount`. */
export type TrustTemplate = {
  readonly index: DocumentIndex;
  readonly document: PolicyDocument;
  readonly compiled: CompiledTrust;
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
function rolesByTrustPolicy(snapshot: Snapshot): { readonly roles: Uint32Array; readonly start: Uint32Array } {
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
