/** A small organization and uses of its roles, for questions about a trail: 111… owns the roles, 222… is its sister, 999… outside. */
import assert from "node:assert/strict";
import { organizationView } from "../../src/authz/index.ts";
import {
  type Arn,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type ObservedUse,
  type RoleInput,
  type Snapshot,
  SnapshotBuilder,
  type TrailFacts,
  type UseCaller,
} from "../../src/model/index.ts";
import { type ReplayWorld, resolver } from "../../src/trail/index.ts";
import { policySource } from "../../src/work/simulate/index.ts";

export const own = "111111111111";
export const sister = "222222222222";
export const outsider = "999999999999";

/** 2026-06-01, in seconds since 1970. */
export const snapshotTime = 1_780_272_000;
/** An hour before it, in milliseconds. */
export const useTime = (snapshotTime - 3600) * 1000;

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), `${text} is not well-formed`);
  return text;
}

export const arn = (text: string): Arn => checked(text, isArn);
export const accountOf = (text: string) => checked(text, isAccountId);

/** One statement, several, or a policy. */
function wholePolicy(policy: unknown): unknown {
  if (typeof policy === "object" && policy !== null && "Statement" in policy) return policy;
  return { Version: "2012-10-17", Statement: policy };
}

/** AROA… or AIDA… of sixteen further characters. */
export function idOf(prefix: "AROA" | "AIDA", name: string): string {
  return (
    prefix +
    name
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]/g, "X")
      .padEnd(17, "0")
  );
}

export type ObservedRole = {
  readonly name: string;
  readonly account?: string;
  /** Statements, or a policy. */
  readonly trust: unknown;
  readonly inline?: unknown;
  readonly attached?: readonly string[];
} & Partial<Pick<RoleInput, "path" | "createdAt" | "maxSessionSeconds" | "tags">>;

export type ObservedOrganization = {
  readonly roles: readonly ObservedRole[];
  /** Of 222…, each with a policy that lets it assume everything unless another is given. */
  readonly users?: readonly {
    readonly name: string;
    readonly inline?: unknown;
    readonly createdAt?: number;
  }[];
};

export const assumeAll = { Effect: "Allow", Action: "sts:*", Resource: "*" };

export function observedSnapshot({ roles, users = [] }: ObservedOrganization): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: snapshotTime, source: "synth" });
  const root = checked("r-root", isOrganizationNodeId);
  builder.setOrganization({
    id: checked("o-exampleorg1", isOrganizationId),
    managementAccount: accountOf("333333333333"),
    units: [{ id: root, name: "Root", parent: null }],
    controlPolicies: [],
    delegatedAdministrators: null,
  });
  for (const id of [own, sister, "333333333333"])
    builder.addAccount({ id: accountOf(id), parent: root, hasData: true });
  for (const { name, account = own, trust, inline, attached = [], ...rest } of roles) {
    const id = accountOf(account);
    builder.addRole(id, {
      ...rest,
      name,
      uniqueId: checked(idOf("AROA", name), isUniqueId),
      trustPolicy: builder.document(JSON.stringify(wholePolicy(trust)), id),
      inlinePolicies:
        inline === undefined
          ? []
          : [{ name: "own", document: builder.document(JSON.stringify(wholePolicy(inline)), id) }],
      attachedPolicies: attached.map(arn),
    });
  }
  for (const { name, inline = assumeAll, createdAt } of users) {
    const id = accountOf(sister);
    builder.addUser(id, {
      ...{ name, path: "/", attachedPolicies: [], permissionsBoundary: null, groups: [], tags: [] },
      uniqueId: checked(idOf("AIDA", name), isUniqueId),
      createdAt: createdAt ?? null,
      inlinePolicies: [{ name: "own", document: builder.document(JSON.stringify(wholePolicy(inline)), id) }],
    });
  }
  return builder.build();
}

export function replayWorldOf(snapshot: Snapshot): ReplayWorld {
  return {
    snapshot,
    organization: organizationView(snapshot),
    resolver: resolver(snapshot),
    policies: policySource(snapshot),
  };
}

export function userCaller(name: string, account = sister): Extract<UseCaller, { kind: "user" }> {
  return {
    kind: "user",
    account: accountOf(account),
    arn: arn(`arn:aws:iam::${account}:user/${name}`),
    id: idOf("AIDA", name),
  };
}

export function roleCaller(name: string, account = sister): Extract<UseCaller, { kind: "role" }> {
  return {
    kind: "role",
    account: accountOf(account),
    arn: arn(`arn:aws:iam::${account}:role/${name}`),
    id: idOf("AROA", name),
  };
}

export function roleArn(name: string, account = own, path = "/"): Arn {
  return arn(`arn:aws:iam::${account}:role${path}${name}`);
}

/** One call an hour before the snapshot, by user ada, granted, without anything special. */
export function observed(use: Partial<ObservedUse> = {}): ObservedUse {
  return {
    call: "AssumeRole",
    caller: userCaller("ada"),
    role: roleArn("app"),
    granted: true,
    error: null,
    hour: null,
    externalId: null,
    mfa: false,
    hasSourceIdentity: false,
    console: false,
    long: false,
    depth: 0,
    detail: null,
    count: 1,
    first: useTime,
    last: use.first ?? useTime,
    longest: 3600,
    eventIds: ["e-1"],
    ...use,
  };
}

export function factsOf(uses: readonly ObservedUse[], more: Partial<TrailFacts> = {}): TrailFacts {
  return {
    events: uses.reduce((sum, { count }) => sum + count, 0),
    assumptions: uses.reduce((sum, { count }) => sum + count, 0),
    first: Math.min(...uses.map(({ first }) => first)),
    last: Math.max(...uses.map(({ last }) => last)),
    uses,
    places: [],
    chains: [],
    days: [],
    sessions: [],
    skipped: [],
    limits: [],
    accounts: [own, sister].map(accountOf),
    ...more,
  };
}
