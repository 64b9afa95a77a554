/** A snapshot of three accounts for questions about callers: whose policies are given, and the role that they ask for. */
import assert from "node:assert/strict";
import {
  type CallerDecision,
  type CallerPrincipal,
  compileTrust,
  createCallerSide,
  organizationView,
  type Request,
  type TrustGrant,
  trustGrants,
} from "../../src/authz/index.ts";
import {
  type AccountId,
  type Arn,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  ownAccount,
  type Snapshot,
  SnapshotBuilder,
  type Tag,
} from "../../src/model/index.ts";
import { policyOf } from "./policies.ts";

export const own = "111111111111";
export const member = "222222222222";
/** In no place of the organization. */
export const outsider = "999999999999";

export type CallerCase = {
  /** Account and kind of the caller: role `app` or user `ada`. */
  readonly caller: { readonly account: string; readonly kind: "role" | "user" };
  readonly trust: unknown;
  readonly identity: readonly unknown[];
  /** Absent: none. `missing`: attached, and its text is not at hand. */
  readonly boundary?: unknown;
  readonly attached?: "missing";
  readonly callerTags?: readonly Tag[];
  /** Of a calling role; by default one that lets nobody tag its sessions. */
  readonly callerTrust?: unknown;
  readonly roleTags?: readonly Tag[];
};

const untagged = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
};

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), `${text} is not well-formed`);
  return text;
}

const account = (id: string): AccountId => checked(id, isAccountId);
const arn = (text: string): Arn => checked(text, isArn);
const uniqueId = checked("AROAEXAMPLEEXAMPLE123", isUniqueId);

export function snapshotOf(question: CallerCase): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_700_000_000, source: "synth" });
  const root = checked("r-root", isOrganizationNodeId);
  const unit = checked("ou-root-prod0000", isOrganizationNodeId);
  builder.setOrganization({
    id: checked("o-exampleorg1", isOrganizationId),
    managementAccount: account(own),
    units: [
      { id: root, name: "Root", parent: null },
      { id: unit, name: "Production", parent: root },
    ],
    controlPolicies: [],
    delegatedAdministrators: null,
  });
  builder.addAccount({ id: account(own), parent: root });
  builder.addAccount({ id: account(member), parent: unit });
  builder.addAccount({ id: account(outsider) });
  const home = account(question.caller.account);
  const inlinePolicies = question.identity.map((policy, i) => ({
    name: `inline-${i}`,
    document: builder.document(JSON.stringify(policy), home),
  }));
  const boundary = arn(`arn:aws:iam::${home}:policy/boundary`);
  if (question.boundary !== undefined) {
    const document = builder.document(JSON.stringify(question.boundary), home);
    builder.addManagedPolicy(home, { arn: boundary, name: "boundary", document });
  }
  const policies = {
    inlinePolicies,
    attachedPolicies: question.attached === "missing" ? [arn(`arn:aws:iam::${home}:policy/missing`)] : [],
    permissionsBoundary: question.boundary === undefined ? null : boundary,
    tags: question.callerTags ?? [],
  };
  if (question.caller.kind === "role") {
    const trust = JSON.stringify(question.callerTrust ?? untagged);
    builder.addRole(home, { name: "app", uniqueId, trustPolicy: builder.document(trust, home), ...policies });
  } else {
    builder.addUser(home, { name: "ada", path: "/", uniqueId, groups: [], createdAt: null, ...policies });
  }
  builder.addRole(account(own), {
    name: "target",
    uniqueId,
    trustPolicy: builder.document(JSON.stringify(question.trust), account(own)),
    tags: question.roleTags ?? [],
  });
  return builder.build();
}

export type Answered = {
  readonly grant: TrustGrant;
  readonly decision: CallerDecision;
  readonly example: Request | null;
};

/** What the caller can do with each grant of the target's trust policy. */
export function answersFor(question: CallerCase): readonly Answered[] {
  const snapshot = snapshotOf(question);
  const organization = organizationView(snapshot);
  const target = snapshot.roles.byName(account(own), "target");
  assert.ok(target !== null);
  const row = snapshot.roles.row(target);
  const template = JSON.stringify(question.trust).replaceAll(own, ownAccount);
  const compiled = compileTrust(policyOf(JSON.parse(template), "trust"));
  const { grants } = trustGrants(compiled, { owner: account(own), organization, role: row });
  const callers = createCallerSide(snapshot, organization);
  const principal = principalOf(question, snapshot);
  return grants.map((grant) => {
    const decision = callers.decide(principal, row, grant);
    return { grant, decision, example: callers.witness(principal, target, grant, decision, compiled) };
  });
}

export function principalOf({ caller }: CallerCase, snapshot: Snapshot): CallerPrincipal {
  const home = snapshot.accountIndex(caller.account);
  assert.ok(home !== null);
  if (caller.kind === "user") return { kind: "user", account: home, index: 0 };
  const index = snapshot.roles.byName(account(caller.account), "app");
  assert.ok(index !== null);
  return { kind: "role", index };
}
