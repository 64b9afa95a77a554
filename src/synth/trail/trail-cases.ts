/**
 * The cases of a trail: what an audit must find, and what only looks like it. What the organization's policies allow is used, but
 * for the uses that are told as impossible.
 */
import { administratorAccess, readOnlyAccess } from "../aws-managed-policies.ts";
import type { Planter } from "../planter.ts";
import { allow, policy, trusting } from "../policy-document.ts";
import { base32, uuid } from "../random.ts";
import { uniqueId } from "../role-draft.ts";
import { type PlantedCaller, TrailPlanter, type TrailPlants, throughout } from "./trail-plants.ts";

/** Part of the trail's time at which first-seen pairs and networks begin. */
const late = 0.93;

/** None where the organization has too few accounts. */
export function plantTrail(planter: Planter): TrailPlants {
  const p = new TrailPlanter(planter);
  if (planter.hasRoom) for (const plant of trailPlants) plant(p);
  return p;
}

type TrailPlant = (p: TrailPlanter) => void;

const trailPlants: readonly TrailPlant[] = [
  outsideAccount,
  administrativeRole,
  longSession,
  absentMfa,
  absentSourceIdentity,
  absentExternalId,
  rootSessions,
  firstSeenPair,
  newNetwork,
  consoleUse,
  failedAttempts,
  deepChain,
  trusts,
  impossible,
  sessionTags,
  endpoints,
];

function outsider(p: TrailPlanter, role: string): Extract<PlantedCaller, { kind: "unknown-role" }> {
  return {
    kind: "unknown-role",
    arn: `arn:aws:iam::${p.planter.stranger()}:role/${role}`,
    id: uniqueId("AROA", p.planter.random),
  };
}

function rootOf(arn: string): string {
  return `${arn.slice(0, arn.indexOf(":role/"))}:root`;
}

function outsideAccount(p: TrailPlanter): void {
  const account = p.planter.account();
  const externalId = uuid(p.planter.random);
  const caller = outsider(p, "sync");
  const role = p.trustedBy(account, "partner-sync", rootOf(caller.arn), {
    condition: { StringEquals: { "sts:ExternalId": externalId } },
  });
  p.planter.mistake("external-access", role, "a partner's account, with an external ID");
  p.use({ name: "partner", caller, role, externalId });
  const inside = p.pair("partner-inside");
  p.use({ name: "inside", caller: { kind: "role", arn: inside.from }, role: inside.to });
  p.looksLike("outside-account", inside.to, inside.from, "its own account, whatever the name says");
}

function administrativeRole(p: TrailPlanter): void {
  const { account, from, to } = p.pair("admin-dashboard-reader");
  p.use({ name: "dashboard", caller: { kind: "role", arn: from }, role: to });
  p.looksLike("administrative-role", to, from, "it reads only, whatever its name says");
  const pipeline = p.planter.caller(account, "platform-pipeline", []);
  const owner = p.planter.role(account, {
    name: "platform-owner",
    trust: policy(trusting(pipeline)),
    attached: [administratorAccess],
  });
  p.use({ name: "pipeline", caller: { kind: "role", arn: pipeline }, role: owner, through: null });
  p.found("administrative-role", owner, pipeline, "AdministratorAccess is attached");
}

function longSession(p: TrailPlanter): void {
  const account = p.planter.account();
  for (const [wish, seconds] of [
    ["batch-overnight", 43_200],
    ["batch-hourly", 3600],
  ] as const) {
    const user = p.planter.user(account, { name: `svc-${wish}`, path: "/service/" });
    const role = p.planter.role(account, {
      name: wish,
      trust: policy(trusting(user)),
      attached: [readOnlyAccess],
      maxSessionSeconds: 43_200,
    });
    p.use({ name: wish, caller: { kind: "user", arn: user }, role, seconds });
    if (seconds > 3600) p.found("long-session", role, user, "12 hours");
    else p.looksLike("long-session", role, user, "one hour to the second, of a role that would give 12");
  }
}

function absentMfa(p: TrailPlanter): void {
  const account = p.planter.account();
  const condition = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
  for (const [wish, mfa] of [
    ["payroll-console", false],
    ["payroll-report", true],
  ] as const) {
    const user = p.planter.user(account, { name: `clerk-${wish}` });
    const role = p.trustedBy(account, wish, user, { condition });
    p.use({ name: wish, caller: { kind: "user", arn: user }, role, mfa });
    if (mfa) p.looksLike("mfa-absent", role, user, "its device came with each call");
    else {
      const why = "the trust asks for MFA, which it did not when it was used";
      p.found("mfa-absent", role, user, why);
      p.impossibleUses.push({ role, by: user, cause: "changed-since", why });
    }
  }
}

function absentSourceIdentity(p: TrailPlanter): void {
  const asks = {
    action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
    condition: { StringLike: { "sts:SourceIdentity": "*" } },
  };
  const without = p.pair("records-access", asks);
  const why = "the trust asks for a source identity, which it did not when it was used";
  p.use({ name: "records", caller: { kind: "role", arn: without.from }, role: without.to });
  p.found("source-identity-absent", without.to, without.from, why);
  p.impossibleUses.push({ role: without.to, by: without.from, cause: "changed-since", why });
  const set = p.pair("records-index", asks);
  p.use({
    name: "records-index",
    caller: { kind: "role", arn: set.from },
    role: set.to,
    sourceIdentity: "records-index",
  });
  p.looksLike("source-identity-absent", set.to, set.from, "it is set with each call");
}

function absentExternalId(p: TrailPlanter): void {
  const account = p.planter.account();
  const caller = outsider(p, "claims");
  const condition = { StringEquals: { "sts:ExternalId": uuid(p.planter.random) } };
  const role = p.trustedBy(account, "claims-import", rootOf(caller.arn), { condition });
  p.planter.mistake("external-access", role, "a partner's account, with an external ID");
  const why = "the trust asks for an external ID, which it did not when it was used";
  p.use({ name: "claims", caller, role });
  p.found("external-id-absent", role, caller.arn, why);
  p.impossibleUses.push({ role, by: caller.arn, cause: "changed-since", why });
}

function rootSessions(p: TrailPlanter): void {
  const { management } = p.planter.plan.hubs;
  const member = p.planter.account((one) => one.id !== management.id);
  const operator = p.planter.caller(management, "root-access-operator", [allow("sts:AssumeRoot", "*")]);
  const role = `arn:aws:iam::${member.id}:root`;
  p.use({
    name: "root-access",
    call: "AssumeRoot",
    caller: { kind: "role", arn: operator },
    role,
    seconds: 900,
    moments: throughout.slice(0, 3),
    through: null,
  });
  p.found("root-session", role, operator, "AssumeRoot");
  p.use({
    name: "root-token",
    call: "GetSessionToken",
    caller: { kind: "root", account: management.id },
    role: null,
    moments: throughout.slice(0, 2),
  });
  p.found("root-session", null, `arn:aws:iam::${management.id}:root`, "a token of the root user");
  const user = p.planter.user(member, { name: "root-cause-bot", path: "/service/" });
  p.use({ name: "root-cause", call: "GetSessionToken", caller: { kind: "user", arn: user }, role: null });
  p.looksLike("root-session", null, user, "a user that is only called so");
  const portal = p.planter.user(member, {
    name: "svc-portal",
    path: "/service/",
    inline: [{ name: "federate", document: policy(allow("sts:GetFederationToken", "*")) }],
  });
  p.use({ name: "portal", call: "GetFederationToken", caller: { kind: "user", arn: portal }, role: null });
}

function firstSeenPair(p: TrailPlanter): void {
  const account = p.planter.account();
  const job = p.planter.caller(account, "invoices-job", []);
  const probe = p.planter.caller(account, "invoices-probe", []);
  const role = p.planter.role(account, {
    name: "invoices-read",
    trust: policy(trusting([job, probe])),
    attached: [readOnlyAccess],
  });
  p.use({ name: "invoices", caller: { kind: "role", arn: job }, role });
  p.looksLike("first-seen-pair", role, job, "from the first day on");
  p.use({
    name: "probe",
    caller: { kind: "role", arn: probe },
    role,
    moments: [late, late + 0.02],
    through: null,
  });
  p.found("first-seen-pair", role, probe, "never before the last days");
}

function newNetwork(p: TrailPlanter): void {
  const { from, to } = p.pair("telemetry-store");
  const caller = { kind: "role", arn: from } as const;
  p.use({ name: "telemetry", caller, role: to, network: "198.51.255." });
  p.use({
    name: "telemetry-new",
    caller,
    role: to,
    network: "203.0.113.",
    moments: [late + 0.01, late + 0.03],
  });
  p.found("new-network", to, from, "203.0.113.0/24 for the first time");
  const steady = p.pair("telemetry-archive");
  p.use({ name: "steady", caller: { kind: "role", arn: steady.from }, role: steady.to });
  p.looksLike("new-network", steady.to, steady.from, "new addresses of a network that it always had");
}

function consoleUse(p: TrailPlanter): void {
  const account = p.planter.account();
  const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36";
  for (const [wish, isConsole] of [
    ["ops-maintenance", true],
    ["ops-tunnel", false],
  ] as const) {
    const user = p.planter.user(account, { name: `lead-${wish}` });
    const role = p.trustedBy(account, wish, user);
    const caller = { kind: "user", arn: user } as const;
    p.use({ name: wish, caller, role, network: "192.0.2.", ...(isConsole ? {} : { userAgent: browser }) });
    if (!isConsole) {
      p.looksLike("console", role, user, "the API, by a page of its own");
      continue;
    }
    const moments = [0.004, 0.3, 0.9];
    p.use({ name: `${wish}-switch`, call: "SwitchRole", caller, role, network: "192.0.2.", moments });
    p.found("console", role, user, "switched to in the console, and by the API otherwise");
  }
}

function failedAttempts(p: TrailPlanter): void {
  const account = p.planter.account();
  const scan = p.planter.caller(account, "inventory-scan", []);
  const poll = p.planter.caller(account, "inventory-poll", []);
  const role = p.planter.role(p.planter.other(account), {
    name: "inventory-source",
    trust: policy(trusting(p.planter.caller(account, "inventory-owner", []))),
    attached: [readOnlyAccess],
  });
  const refusal = " because no identity-based policy allows the sts:AssumeRole action";
  p.use({ name: "scan", caller: { kind: "role", arn: scan }, role, refusal, moments: [0.1], burst: 24 });
  p.found("failed-attempts", role, scan, "24 refusals within 20 minutes");
  p.use({ name: "poll", caller: { kind: "role", arn: poll }, role, refusal });
  p.looksLike("failed-attempts", role, poll, "refused now and then");
}

function deepChain(p: TrailPlanter): void {
  const account = p.planter.account();
  const user = p.planter.user(account, { name: "svc-relay", path: "/service/" });
  let caller: PlantedCaller = { kind: "user", arn: user };
  let through: string | undefined;
  for (let depth = 0; depth < 5; depth += 1) {
    const name = `relay-${depth + 1}`;
    const role = p.trustedBy(account, name, caller.arn);
    const moments = depth === 4 ? throughout : [];
    p.use({
      name,
      caller,
      role,
      moments,
      network: "198.51.254.",
      ...(through === undefined ? {} : { through }),
    });
    if (depth >= 2) p.found("deep-chain", role, caller.arn, `${depth} assumptions before it`);
    caller = { kind: "role", arn: role };
    through = name;
  }
}

function trusts(p: TrailPlanter): void {
  const unused = p.pair("legacy-feed");
  p.unusedTrusts.push({ role: unused.to, trusted: unused.from });
  const used = p.pair("current-feed");
  p.use({ name: "current-feed", caller: { kind: "role", arn: used.from }, role: used.to });
  const account = p.planter.account();
  const role = p.planter.role(p.planter.other(account), {
    name: "metering-share",
    trust: policy(
      trusting(`arn:aws:iam::${account.id}:root`, {
        condition: { StringEquals: { "aws:PrincipalOrgID": p.planter.plan.id } },
      }),
    ),
    attached: [readOnlyAccess],
  });
  const from = p.planter.caller(account, "metering-pull", [allow("sts:AssumeRole", role)]);
  p.use({ name: "metering", caller: { kind: "role", arn: from }, role });
  p.widerTrusts.push({ role, trusted: `arn:aws:iam::${account.id}:root`, usedBy: [from] });
}

function impossible(p: TrailPlanter): void {
  const { account, from, to } = p.pair("archive-reader");
  p.use({ name: "archive", caller: { kind: "role", arn: from }, role: to });
  const changed = p.planter.caller(account, "archive-old-job", []);
  p.use({ name: "archive-old", caller: { kind: "role", arn: changed }, role: to });
  p.impossibleUses.push({
    role: to,
    by: changed,
    cause: "changed-since",
    why: "the trust does not name it any more",
  });
  const gone = `arn:aws:iam::${account.id}:role/decommissioned-export`;
  const roleId = `AROA${p.planter.random.text(base32, 17)}`;
  p.use({ name: "gone", caller: { kind: "role", arn: from }, role: gone, roleId });
  p.impossibleUses.push({ role: gone, by: from, cause: "role-gone", why: "the role was deleted since" });
  const worker = {
    kind: "unknown-role",
    arn: `arn:aws:iam::${account.id}:role/removed-worker`,
    id: uniqueId("AROA", p.planter.random),
  } as const;
  p.use({ name: "removed", caller: worker, role: to });
  p.impossibleUses.push({
    role: to,
    by: worker.arn,
    cause: "caller-gone",
    why: "the caller was deleted since",
  });
}

/** Trust that asks for session tags: of two alike one is called with the tag that it asks for now, one with another. */
function sessionTags(p: TrailPlanter): void {
  const asks = {
    action: ["sts:AssumeRole", "sts:TagSession"],
    condition: { StringEquals: { "aws:RequestTag/tenant": "blue" } },
  };
  for (const [wish, tenant] of [
    ["tenant-store", "blue"],
    ["tenant-archive", "green"],
  ] as const) {
    const { from, to } = p.pair(wish, asks);
    const caller = { kind: "role", arn: from } as const;
    const tags = [["tenant", tenant] as const, ["stage", "prod"] as const];
    p.use({ name: wish, caller, role: to, tags, transitiveTagKeys: ["tenant"] });
    if (tenant !== "blue") {
      const why = "the trust asks for another tenant's tag than it did when it was used";
      p.impossibleUses.push({ role: to, by: from, cause: "changed-since", why });
    }
  }
}

/** Trust that asks for an endpoint of a network. */
function endpoints(p: TrailPlanter): void {
  const endpoint = () => `vpce-0${p.planter.random.text("0123456789abcdef", 16)}`;
  const asked = endpoint();
  const asks = { condition: { StringEquals: { "aws:SourceVpce": asked } } };
  for (const [wish, vpcEndpoint] of [
    ["ledger-read", asked],
    ["ledger-export", endpoint()],
  ] as const) {
    const { from, to } = p.pair(wish, asks);
    p.use({ name: wish, caller: { kind: "role", arn: from }, role: to, network: "10.20.30.", vpcEndpoint });
    if (vpcEndpoint !== asked) {
      const why = "the trust asks for another endpoint than it did when it was used";
      p.impossibleUses.push({ role: to, by: from, cause: "changed-since", why });
    }
  }
}
