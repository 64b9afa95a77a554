/**
 * The law for whole assumptions: a caller's decision worked out over a snapshot (symbolic) and one request with the same
 * policies (concrete) must say the same about who gets in, and who may get in must not be told as denied.
 */
import {
  type AssumeRequest,
  decideRequest,
  parseCaller,
  requestContext,
} from "../../../src/authz/concrete/index.ts";
import { type CallerPrincipal, createCallerSide } from "../../../src/authz/index.ts";
import type { ControlLevel } from "../../../src/authz/request-question.ts";
import { trustReader } from "../../../src/graph/index.ts";
import {
  type AccountId,
  type Arn,
  isAccountId,
  isArn,
  isOrganizationNodeId,
  isUniqueId,
  type OrganizationNodeId,
  type Snapshot,
  SnapshotBuilder,
} from "../../../src/model/index.ts";
import { policyOf } from "../../support/policies.ts";
import { covers, type PreparedGrant, testsOf } from "../trust/agreement.ts";
import { type Random, seeded } from "../trust/random.ts";
import { type RandomPolicy, randomPolicy } from "../trust/random-policy.ts";
import { mentionedCallers, mentionedKeys, randomRequest } from "../trust/random-request.ts";
import {
  type CallerOfWorld,
  callers,
  foreign,
  member,
  organization,
  owner,
  roleArn,
} from "../trust/world.ts";
import { type Controls, paths, randomControls, root, unit } from "./random-controls.ts";
import { type IdentityPolicy, randomIdentity } from "./random-identity.ts";

type Policies = { readonly identity: IdentityPolicy; readonly boundary: IdentityPolicy | null };

/** One role, and what each caller of the world may do. */
type World = {
  readonly trust: RandomPolicy;
  /** By ARN of the user or role. */
  readonly policies: ReadonlyMap<string, Policies>;
  readonly controls: Controls | null;
};

type CallerDisagreement = {
  readonly law: "allowed without a grant" | "in doubt without a grant" | "granted and not allowed";
  readonly seed: number;
  readonly trust: RandomPolicy;
  readonly policies: Policies;
  readonly controls: object | null;
  readonly request: AssumeRequest;
  readonly because: string;
};

export type CallerRun = {
  readonly cases: number;
  readonly allowed: number;
  readonly broken: readonly CallerDisagreement[];
};

/** The user or role behind a caller; null for those without policies of their own in a snapshot. */
function principalOf(caller: CallerOfWorld): string | null {
  const arn = caller.role ?? (typeof caller.principal === "string" ? caller.principal : "");
  return /:(role|user)\//.test(arn) ? arn : null;
}

const principals: readonly string[] = [
  ...new Set(callers.map(principalOf).filter((arn) => arn !== null)),
].filter(
  // Without its path a session's role can't be told.
  (arn) => arn.startsWith("arn:aws:iam:"),
);

export type CallerRunOptions = {
  /** The first world's seed; the next has the next. */
  readonly seed: number;
  readonly cases: number;
  readonly requestsPerWorld: number;
  /** Ends early after so many disagreements. */
  readonly stopAfter: number;
  /** Asked between worlds. */
  readonly isTimeUp?: () => boolean;
};

export function checkCallers(options: CallerRunOptions): CallerRun {
  const broken: CallerDisagreement[] = [];
  let cases = 0;
  let allowed = 0;
  let { seed } = options;
  for (; cases < options.cases && broken.length < options.stopAfter; seed += 1) {
    if (options.isTimeUp?.() === true) break;
    const random = seeded(seed);
    const world = randomWorld(random);
    const judge = judgeOf(world, seed);
    const statements = [...world.trust.Statement, ...statementsOf(world)];
    const mentioned = mentionedKeys({ ...world.trust, Statement: statements });
    const likely = mentionedCallers(world.trust);
    for (let j = 0; j < options.requestsPerWorld; j += 1) {
      const verdict = judge(withOwnTags(randomRequest(random, mentioned, likely)));
      if (verdict === null) continue;
      cases += 1;
      if (verdict.allowed) allowed += 1;
      if (verdict.disagreement === null) continue;
      broken.push(verdict.disagreement);
      break;
    }
  }
  return { cases, allowed, broken };
}

function randomWorld(random: Random): World {
  const policies = principals.map((arn): [string, Policies] => [
    arn,
    {
      identity: randomIdentity(random, false),
      boundary: random.chance(35) ? randomIdentity(random, true) : null,
    },
  ]);
  return { trust: randomPolicy(random), policies: new Map(policies), controls: randomControls(random) };
}

/** For the keys that they mention; what else is in them does not matter. */
function statementsOf(world: World): RandomPolicy["Statement"] {
  const own = [...world.policies.values()].flatMap(({ identity, boundary }) => [
    ...identity.Statement,
    ...(boundary?.Statement ?? []),
  ]);
  const { scps = new Map(), rcps = new Map() } = world.controls ?? {};
  const controls = [...scps.values(), ...rcps.values()].flat().flatMap(({ Statement }) => Statement);
  return [...own, ...controls].map(({ Effect, Condition }) => ({
    Effect,
    ...(Condition === undefined ? {} : { Condition }),
  }));
}

/** Tags are part of a principal, so the snapshot knows them: here, one principal has one. */
const tagged = `arn:aws:iam::${member}:role/app`;
const ownTags = [{ key: "team", value: "b" }];

/** Sessions of these roles may bring tags of their own, so a request's stay as they are. */
const taggable = new Set([`arn:aws:iam::${member}:role/other`, `arn:aws:iam::${foreign}:role/vendor`]);

function withOwnTags(request: AssumeRequest): AssumeRequest {
  if (taggable.has(principalArnOf(request))) return request;
  const { "aws:principaltag/team": _, ...context } = request.context;
  return principalArnOf(request) === tagged
    ? { ...request, context: { ...context, "aws:principaltag/team": "b" } }
    : { ...request, context };
}

function principalArnOf(request: AssumeRequest): string {
  return request.role ?? (typeof request.principal === "string" ? request.principal : "");
}

type Verdict = { readonly allowed: boolean; readonly disagreement: CallerDisagreement | null };

function judgeOf(world: World, seed: number): (request: AssumeRequest) => Verdict | null {
  const { snapshot, places } = snapshotOf(world);
  const target = snapshot.roles.byArn(roleArn);
  if (target === null) throw new Error("the snapshot lacks the role");
  const trust = policyOf(world.trust, "trust");
  const grants = grantsOf(snapshot, target);
  const side = createCallerSide(snapshot, organization);
  return (request) => {
    const arn = principalArnOf(request);
    const place = places.get(arn);
    const policies = world.policies.get(arn);
    if (place === undefined || policies === undefined || needsMore(request)) return null;
    const caller = parseCaller(request.principal, request.role ?? null);
    if (!caller.ok) throw new Error(caller.error);
    const context = requestContext(request.context, caller.value, organization);
    const { decision, unknowns } = decideRequest({
      request,
      policies: {
        identity: [{ name: "inline", document: policyOf(policies.identity, "identity") }],
        resource: { name: "trust policy", document: trust },
        boundary:
          policies.boundary === null
            ? null
            : [{ name: "boundary", document: policyOf(policies.boundary, "boundary") }],
        session: null,
        scps: levelsOver(arn.split(":")[4] ?? "", world.controls?.scps, "scp"),
        rcps: levelsOver(owner, world.controls?.rcps, "rcp"),
        endpoint: null,
        attributes: {},
      },
      organization,
    });
    const told = (law: CallerDisagreement["law"], because: string): Verdict => ({
      allowed: decision === "Allowed",
      disagreement: {
        law,
        seed,
        trust: world.trust,
        policies,
        controls: world.controls === null ? null : shownControls(world.controls),
        request,
        because,
      },
    });
    let edge = false;
    let possible = false;
    const answers: string[] = [];
    for (const prepared of grants) {
      const covered = covers(prepared, request, context);
      if (covered === false) continue;
      const answer = side.decide(place, snapshot.roles.row(target), prepared.grant);
      answers.push(JSON.stringify({ grant: prepared.grant, answer }));
      if (answer.kind === "denied") continue;
      edge = true;
      const outcomes = answer.guards.map((guard) => testsOf(guard).map((holds) => holds(context)));
      if (outcomes.some((guard) => guard.every((outcome) => outcome !== false))) possible = true;
      const [only, ...others] = outcomes;
      const sure =
        covered === true && prepared.grant.certainty.kind === "proven" && answer.certainty.kind === "proven";
      if (
        sure &&
        only?.every((outcome) => outcome === true) &&
        others.length === 0 &&
        decision !== "Allowed"
      ) {
        return told("granted and not allowed", `${decision} ${unknowns.join("; ")}, yet ${answers.at(-1)}`);
      }
    }
    if (decision === "Unknown" && !edge) {
      return told("in doubt without a grant", `${unknowns.join("; ")}\n${answers.join("\n")}`);
    }
    return decision === "Allowed" && !possible
      ? told("allowed without a grant", answers.join("\n"))
      : { allowed: decision === "Allowed", disagreement: null };
  };
}

function grantsOf(snapshot: Snapshot, target: number): readonly PreparedGrant[] {
  const read = trustReader(snapshot, organization).ofRole(target);
  return (read?.outcome.grants ?? []).map((grant) => ({ grant, guard: testsOf(grant.guard), example: null }));
}

function levelsOver(
  account: string,
  byTarget: ReadonlyMap<string, readonly object[]> | undefined,
  kind: "scp" | "rcp",
): readonly ControlLevel[] | null {
  const path = paths.get(account);
  if (byTarget === undefined || path === undefined || (kind === "rcp" && byTarget.size === 0)) return null;
  return path.map((target) => ({
    target,
    policies: (byTarget.get(target) ?? []).map((policy, i) => ({
      name: `${kind} ${i}`,
      document: policyOf(policy, kind),
    })),
  }));
}

function shownControls({ scps, rcps }: Controls): object {
  return { scps: Object.fromEntries(scps), rcps: Object.fromEntries(rcps) };
}

/** The caller's side is asked about sts:AssumeRole alone, so requests that need more are left to the trust law. */
function needsMore(request: AssumeRequest): boolean {
  return Object.keys(request.context).some((key) =>
    /^(aws:requesttag\/|aws:tagkeys|sts:transitivetagkeys|sts:sourceidentity|aws:sourceidentity|sts:requestcontext)/i.test(
      key,
    ),
  );
}

function snapshotOf(world: World): {
  readonly snapshot: Snapshot;
  readonly places: ReadonlyMap<string, CallerPrincipal>;
} {
  const builder = new SnapshotBuilder({ createdAt: 0, source: "import" });
  addOrganization(builder, world.controls);
  builder.addRole(accountIn(owner), {
    name: "target",
    uniqueId: uniqueIdOf("AROA", 0),
    trustPolicy: builder.document(JSON.stringify(world.trust), accountIn(owner)),
  });
  [...world.policies].forEach(([arn, { identity, boundary }], i) => {
    const [, , , , id = "", resource = ""] = arn.split(":");
    const account = accountIn(id);
    const name = resource.slice(resource.lastIndexOf("/") + 1);
    const path = resource.slice(resource.indexOf("/"), resource.lastIndexOf("/") + 1);
    const boundaryArn = boundary === null ? null : arnIn(`arn:aws:iam::${id}:policy/boundary${i}`);
    if (boundaryArn !== null) {
      const document = builder.document(JSON.stringify(boundary), account);
      builder.addManagedPolicy(account, { arn: boundaryArn, name: `boundary${i}`, document });
    }
    const inlinePolicies = [
      { name: "inline", document: builder.document(JSON.stringify(identity), account) },
    ];
    if (resource.startsWith("role/")) {
      const uniqueId = uniqueIdOf("AROA", i + 1);
      builder.addRole(account, {
        name,
        path,
        uniqueId,
        trustPolicy: builder.document(JSON.stringify(trustOf(arn)), account),
        tags: arn === tagged ? ownTags : [],
        inlinePolicies,
        permissionsBoundary: boundaryArn,
      });
    } else {
      builder.addUser(account, {
        name,
        path,
        uniqueId: uniqueIdOf("AIDA", i + 1),
        inlinePolicies,
        attachedPolicies: [],
        permissionsBoundary: boundaryArn,
        groups: [],
        createdAt: null,
        tags: [],
      });
    }
  });
  const snapshot = builder.build();
  return { snapshot, places: placesOf(snapshot, [...world.policies.keys()]) };
}

function addOrganization(builder: SnapshotBuilder, controls: Controls | null): void {
  const rootId = nodeIn(root);
  const unitId = nodeIn(unit);
  const attached = (
    type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY",
    byTarget: ReadonlyMap<string, readonly object[]>,
  ) =>
    [...byTarget].flatMap(([target, policies]) =>
      policies.map((policy, i) => ({
        id: `p-${type}-${target}-${i}`,
        name: `${target} ${i}`,
        type,
        document: builder.document(JSON.stringify(policy), null),
        targets: [target],
      })),
    );
  const { organizationId } = organization;
  if (organizationId === null) throw new Error("the world has an organization");
  builder.setOrganization({
    id: organizationId,
    managementAccount: accountIn("100000000001"),
    units: [
      { id: rootId, name: "Root", parent: null },
      { id: unitId, name: "Prod", parent: rootId },
    ],
    controlPolicies:
      controls === null
        ? []
        : [
            ...attached("SERVICE_CONTROL_POLICY", controls.scps),
            ...attached("RESOURCE_CONTROL_POLICY", controls.rcps),
          ],
    delegatedAdministrators: null,
  });
  builder.addAccount({ id: accountIn(owner), parent: rootId });
  builder.addAccount({ id: accountIn(member), parent: unitId });
  builder.addAccount({ id: accountIn(foreign) });
}

function nodeIn(id: string): OrganizationNodeId {
  if (!isOrganizationNodeId(id)) throw new Error(`no unit: ${id}`);
  return id;
}

function trustOf(arn: string): object {
  const Action = taggable.has(arn) ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
  return { Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action } };
}

function placesOf(snapshot: Snapshot, arns: readonly string[]): ReadonlyMap<string, CallerPrincipal> {
  const places = new Map<string, CallerPrincipal>();
  for (const arn of arns) {
    const role = snapshot.roles.byArn(arn);
    if (role !== null) {
      places.set(arn, { kind: "role", index: role });
      continue;
    }
    const account = snapshot.accountIndex(arn.split(":")[4] ?? "");
    if (account === null) continue;
    const index = snapshot.accountData(account)?.users.findIndex((user) => user.arn === arn) ?? -1;
    if (index >= 0) places.set(arn, { kind: "user", account, index });
  }
  return places;
}

function uniqueIdOf(prefix: "AROA" | "AIDA", number: number) {
  const id = `${prefix}EXAMPLE${String(number).padStart(10, "0")}`;
  if (!isUniqueId(id)) throw new Error(`no unique id: ${id}`);
  return id;
}

function accountIn(id: string): AccountId {
  if (!isAccountId(id)) throw new Error(`no account id: ${id}`);
  return id;
}

function arnIn(text: string): Arn {
  if (!isArn(text)) throw new Error(`no ARN: ${text}`);
  return text;
}
