/**
 * A fortnight of an organization as a watch would have settled it: an external ID dropped and put back, a trust opened for a minute, a
 * StackSet over many accounts, and so on; made by hand, so that each kind of change is there.
 */
import {
  type AccessParty,
  type AlertDecision,
  type Approval,
  bareChange,
  type ChangeActor,
  type DriftChange,
  type DriftEvent,
  type FindingBrief,
  type PlannedDelivery,
} from "../../src/model/index.ts";
import type { StateStore } from "../../src/store/state/index.ts";

export const secretId = "hunter2-external-id";

export type StoryPlace = {
  /** Of a role that a vendor comes into. */
  readonly role: string;
  readonly account: string;
  readonly accountName: string | null;
  /** A finding of the role, which the dropped external ID opened. */
  readonly finding: string;
  /** Milliseconds since 1970: when the story ends. */
  readonly now: number;
};

export const usualPlace: StoryPlace = {
  role: "arn:aws:iam::111122223333:role/datadog-integration",
  account: "111122223333",
  accountName: "payments-prod",
  finding: "3f2a9c0117be40d2",
  now: Date.parse("2026-11-24T15:30:00Z"),
};

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000] as const;
const vendor = "arn:aws:iam::464622532012:root";

const anna: ChangeActor = {
  principal:
    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PlatformAdmin_0a1b/anna.meier@example.com",
  kind: "AssumedRole",
  sessionIssuer:
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_PlatformAdmin_0a1b",
  account: "111122223333",
  sourceIp: "198.51.100.24",
  userAgent:
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
  mfa: true,
  onBehalfOf: "906713e-7b1c-4a5e-8c1d-0a1b2c3d4e5f",
};
const deployer: ChangeActor = {
  principal: "arn:aws:sts::222233334444:assumed-role/Deployer/github-run-8812",
  kind: "AssumedRole",
  sessionIssuer: "arn:aws:iam::222233334444:role/Deployer",
  account: "222233334444",
  sourceIp: "203.0.113.9",
  userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.9.8",
  mfa: false,
};
const stackSets: ChangeActor = {
  principal: "arn:aws:sts::111122223333:assumed-role/stacksets-exec-7f1/AWSCloudFormation",
  kind: "AssumedRole",
  sessionIssuer: "arn:aws:iam::111122223333:role/stacksets-exec-7f1",
  account: "111122223333",
  sourceIp: "cloudformation.amazonaws.com",
  userAgent: "cloudformation.amazonaws.com",
  mfa: null,
  invokedBy: "cloudformation.amazonaws.com",
};

export function partyOf(id: string, more: Partial<AccessParty> = {}): AccessParty {
  return { kind: "account", id, external: false, proven: true, guard: [], via: "direct", ...more };
}

const datadog = partyOf(vendor, { name: "Datadog", external: true, via: "account" });

export function changeOf(subject: string, more: Partial<DriftChange>): DriftChange {
  return bareChange({
    subject,
    kind: "trust-policy",
    account: null,
    meaning: "wider",
    summary: "Something changed.",
    ...more,
  });
}

function eventOf(id: string, at: number, own: Partial<DriftEvent> & Pick<DriftEvent, "title">): DriftEvent {
  const { changes = [] } = own;
  return {
    id,
    kind: "changed",
    at,
    noticedAt: at + 3_000,
    severity: "medium",
    severityReasons: [own.title],
    subject: changes[0]?.subject ?? "o-exampleorg1",
    account: changes[0]?.account ?? null,
    accountName: null,
    organizationPath: "o-exampleorg1/r-ab12/ou-ab12-prod0001/",
    ownerTags: {},
    changes,
    findings: { opened: [], closed: [] },
    actors: [deployer],
    events: [{ id: `${id}-0000`, name: "UpdateAssumeRolePolicy", at }],
    interlude: null,
    expected: null,
    reverts: null,
    ...own,
  };
}

const laidOut = (statement: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statement }, null, 2);

function vendorTrust(condition: object | null): string {
  return laidOut([
    {
      Sid: "Datadog",
      Effect: "Allow",
      Principal: { AWS: vendor },
      Action: "sts:AssumeRole",
      ...(condition === null ? {} : { Condition: condition }),
    },
  ]);
}

const withId = vendorTrust({ StringEquals: { "sts:ExternalId": secretId } });
const withoutId = vendorTrust(null);

/** Oldest first. */
export function driftStory(place: StoryPlace = usualPlace): readonly DriftEvent[] {
  const { now } = place;
  return [
    bucketOpened(now - 13 * day),
    announced(place, now - 11 * day),
    ...Array.from({ length: 8 }, (_, at) => ofStackSet(at, now - 9 * day + at * 20_000)),
    moved(now - 7 * day),
    loosened(now - 5 * day),
    missed(now - 3 * day),
    dropped(place, now - 2 * day),
    putBack(place, now - 2 * day + 3 * hour),
    openedAndClosed(place, now - 26 * hour),
    unresolved(now - 5 * hour),
    narrowed(place, now - 40 * minute),
  ];
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

function dropped({ role, account, accountName, finding }: StoryPlace, at: number): DriftEvent {
  const opened: FindingBrief = {
    id: finding,
    rule: "external-id-missing",
    severity: "high",
    subject: role,
    title: "Datadog comes in without an external ID",
  };
  const told = changeOf(role, {
    account,
    summary: `The external ID "${secretId}" is no longer asked of Datadog (464622532012): whoever is a customer there may have it come in.`,
    gained: [datadog],
    guards: [
      {
        change: "external-id-dropped",
        weaker: true,
        who: vendor,
        key: "sts:ExternalId",
        before: [`sts:ExternalId StringEquals ${secretId}`],
        after: [],
      },
    ],
    findings: { opened: [finding], closed: [] },
    examples: {
      gained: { principal: vendor, action: "sts:AssumeRole", resource: { arn: role, account }, context: {} },
      lost: null,
    },
    reaches: [
      "It reads every object of arn:aws:s3:::ledger-2026.",
      "It comes to administer 111122223333 in two hops.",
    ],
    notes: ["The SCPs of ou-ab12-prod0001 could not be read: they may forbid it."],
    before: withId,
    after: withoutId,
  });
  return eventOf("drift-dropped", at, {
    severity: "high",
    severityReasons: ["Somebody outside the organization is let in under a weaker guard."],
    title: `Datadog (464622532012) can assume ${nameOf(role)} without an external ID now`,
    changes: [told],
    account,
    accountName,
    ownerTags: { owner: "team-payments" },
    findings: { opened: [opened], closed: [] },
    actors: [anna],
  });
}

function putBack({ role, account, accountName, finding }: StoryPlace, at: number): DriftEvent {
  const told = changeOf(role, {
    account,
    meaning: "narrower",
    summary: "The external ID is asked of Datadog (464622532012) again.",
    guards: [
      {
        change: "condition-added",
        weaker: false,
        who: vendor,
        key: "sts:ExternalId",
        before: [],
        after: [`sts:ExternalId StringEquals ${secretId}`],
      },
    ],
    findings: { opened: [], closed: [finding] },
    before: withoutId,
    after: withId,
  });
  const closed: FindingBrief = {
    id: finding,
    rule: "external-id-missing",
    severity: "high",
    subject: role,
    title: "Datadog comes in without an external ID",
  };
  return eventOf("drift-put-back", at, {
    severity: "info",
    title: `The external ID of ${nameOf(role)} is asked for again`,
    changes: [told],
    account,
    accountName,
    findings: { opened: [], closed: [closed] },
    actors: [deployer],
    reverts: "drift-dropped",
  });
}

function openedAndClosed({ account, accountName }: StoryPlace, at: number): DriftEvent {
  const subject = `arn:aws:iam::${account}:role/break-glass`;
  const own = partyOf(`arn:aws:iam::${account}:role/Admin`, { kind: "role" });
  const trust = (who: string): string =>
    laidOut([{ Effect: "Allow", Principal: { AWS: who }, Action: "sts:AssumeRole" }]);
  return eventOf("drift-opened", at, {
    kind: "opened-and-closed",
    severity: "critical",
    severityReasons: ["Anybody could assume an administrator, for 41 seconds."],
    title: "Anyone in AWS could assume break-glass, for 41 seconds",
    account,
    accountName,
    changes: [
      changeOf(subject, {
        account,
        summary: "Anyone in AWS can assume it.",
        gained: [partyOf("*", { kind: "any-account", external: true })],
        guards: [
          {
            change: "principal-widened",
            weaker: true,
            who: "*",
            key: null,
            before: [own.id],
            after: ["*"],
          },
        ],
        reaches: [`It administers ${account}.`],
        before: trust(own.id),
        after: trust("*"),
      }),
    ],
    actors: [anna],
    events: [
      { id: "opened-0001", name: "UpdateAssumeRolePolicy", at: at - 41_000 },
      { id: "opened-0002", name: "UpdateAssumeRolePolicy", at },
    ],
    interlude: { eventId: "opened-0001", from: at - 41_000, to: at },
  });
}

function ofStackSet(index: number, at: number): DriftEvent {
  const account = String(500_000_000_000 + index);
  const subject = `arn:aws:iam::${account}:role/ops-access`;
  return eventOf(`drift-stackset-${index}`, at, {
    title: `Every principal of 222233334444 can assume ops-access of workload-${index} now`,
    account,
    accountName: `workload-${index}`,
    changes: [
      changeOf(subject, {
        account,
        summary: "Every principal of 222233334444 that may call sts:AssumeRole can assume it now.",
        gained: [partyOf("arn:aws:iam::222233334444:root", { name: "shared-services", via: "account" })],
        more: { gained: 41, lost: 0 },
        guards: [
          {
            change: "mfa-dropped",
            weaker: true,
            who: "arn:aws:iam::222233334444:root",
            key: "aws:MultiFactorAuthPresent",
            before: ["aws:MultiFactorAuthPresent Bool true"],
            after: [],
          },
        ],
      }),
    ],
    actors: [stackSets],
  });
}

function loosened(at: number): DriftEvent {
  const scp = (actions: readonly string[]): string =>
    laidOut([{ Sid: "Guardrails", Effect: "Deny", Action: actions, Resource: "*" }]);
  return eventOf("drift-scp", at, {
    severity: "high",
    severityReasons: ["A control policy forbids less than before."],
    title: "The control policy Guardrails no longer forbids iam:CreateUser and 1 more, in 64 accounts",
    organizationPath: "o-exampleorg1/r-ab12/",
    changes: [
      changeOf("p-guardrails1", {
        kind: "control-policy",
        summary: "It no longer forbids iam:CreateUser and iam:CreateAccessKey in 64 accounts.",
        before: scp(["organizations:LeaveOrganization", "iam:CreateUser", "iam:CreateAccessKey"]),
        after: scp(["organizations:LeaveOrganization"]),
      }),
    ],
    actors: [anna],
    events: [{ id: "scp-0001", name: "UpdatePolicy", at }],
  });
}

function moved(at: number): DriftEvent {
  return eventOf("drift-moved", at, {
    severity: "low",
    title: "Account legacy-batch (333344445555) moved from Sandbox to Prod",
    account: "333344445555",
    accountName: "legacy-batch",
    changes: [
      changeOf("333344445555", {
        kind: "account",
        account: "333344445555",
        meaning: "other",
        summary: "It moved from Sandbox to Prod: Guardrails holds for it now, SandboxLimits no more.",
        lost: [partyOf("arn:aws:iam::222233334444:role/sandbox-janitor", { kind: "role" })],
      }),
    ],
    actors: [deployer],
    events: [{ id: "moved-0001", name: "MoveAccount", at }],
  });
}

function bucketOpened(at: number): DriftEvent {
  const arn = "arn:aws:s3:::ledger-2026";
  return eventOf("drift-bucket", at, {
    severity: "critical",
    severityReasons: ["Anybody, without credentials, gained access."],
    title: "Anybody can read every object of ledger-2026 now",
    account: "222233334444",
    accountName: "shared-services",
    changes: [
      changeOf(arn, {
        kind: "resource-policy",
        account: "222233334444",
        happened: "appeared",
        summary: "Anybody can read every object now, without credentials.",
        gained: [partyOf("*", { kind: "anonymous", external: true })],
        after: laidOut([{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/*` }]),
      }),
      changeOf(arn, {
        kind: "resource-settings",
        account: "222233334444",
        summary: "Block Public Access no longer covers it.",
      }),
    ],
    actors: [deployer],
    events: [
      { id: "bucket-0001", name: "PutBucketPublicAccessBlock", at: at - 5_000 },
      { id: "bucket-0002", name: "PutBucketPolicy", at },
    ],
  });
}

function announced({ account, accountName }: StoryPlace, at: number): DriftEvent {
  return eventOf("drift-announced", at, {
    title: "Deployer can assume release-manager now",
    account,
    accountName,
    changes: [
      changeOf(`arn:aws:iam::${account}:role/release-manager`, {
        account,
        summary: "arn:aws:iam::222233334444:role/Deployer can assume it now.",
        gained: [partyOf("arn:aws:iam::222233334444:role/Deployer", { kind: "role" })],
        before: laidOut([]),
        after: laidOut([
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::222233334444:role/Deployer" },
            Action: "sts:AssumeRole",
          },
        ]),
      }),
    ],
    expected: { approval: "approval-1", ticket: "CHG-4711" },
  });
}

function missed(at: number): DriftEvent {
  return eventOf("drift-missed", at, {
    kind: "missed-by-events",
    title: "Found by reading everything: somebody made queue orders open to 222233334444",
    account: "333344445555",
    accountName: "legacy-batch",
    changes: [
      changeOf("arn:aws:sqs:eu-central-1:333344445555:orders", {
        kind: "resource-policy",
        account: "333344445555",
        summary: "Every principal of 222233334444 can send messages to it now.",
        gained: [partyOf("arn:aws:iam::222233334444:root", { via: "account", proven: false })],
        notes: ["No event told of it: the trail of eu-central-1 may be off."],
      }),
    ],
    actors: [],
    events: [],
  });
}

function unresolved(at: number): DriftEvent {
  return eventOf("drift-unresolved", at, {
    kind: "unresolved",
    severity: "medium",
    title: "Not confirmed by a read: the trust of ci-runner",
    account: "222233334444",
    accountName: "shared-services",
    changes: [
      changeOf("arn:aws:iam::222233334444:role/ci-runner", {
        account: "222233334444",
        meaning: "unclear",
        summary: "Something happened to ci-runner, and what it is now is not known.",
        notes: ["Reads of two minutes did not agree with the last event's document."],
      }),
    ],
  });
}

function narrowed({ account, accountName }: StoryPlace, at: number): DriftEvent {
  return eventOf("drift-narrowed", at, {
    severity: "info",
    title: "Two roles of 222233334444 can no longer assume read-everything",
    account,
    accountName,
    changes: [
      changeOf(`arn:aws:iam::${account}:role/read-everything`, {
        account,
        meaning: "narrower",
        summary: "arn:aws:iam::222233334444:role/a and one more can no longer assume it.",
        lost: [
          partyOf("arn:aws:iam::222233334444:role/a", { kind: "role" }),
          partyOf("arn:aws:iam::222233334444:role/b", { kind: "role" }),
        ],
      }),
    ],
    actors: [deployer],
  });
}

/** Every text that others choose is the given one, but for what things are found by. */
export function hostileDrift(text: string, at: number): DriftEvent {
  const told = changeOf(`arn:aws:iam::111122223333:role/${text}`, {
    account: "111122223333",
    summary: text,
    gained: [
      partyOf(text, {
        name: text,
        external: true,
        guard: [{ key: text, operator: text, values: [text], controlledBy: "caller" }],
      }),
    ],
    guards: [
      { change: "condition-dropped", weaker: true, who: text, key: text, before: [text], after: [text] },
    ],
    reaches: [text],
    notes: [text],
    before: text,
    after: `${text}\n${text}`,
  });
  const brief: FindingBrief = { id: text, rule: text, severity: "high", subject: text, title: text };
  return eventOf("drift-hostile", at, {
    title: text,
    severityReasons: [text],
    account: "111122223333",
    accountName: text,
    organizationPath: text,
    ownerTags: { [text]: text },
    changes: [told],
    findings: { opened: [brief], closed: [brief] },
    actors: [
      {
        principal: text,
        kind: text,
        sessionIssuer: text,
        account: text,
        sourceIp: text,
        userAgent: text,
        mfa: null,
        invokedBy: text,
        onBehalfOf: text,
      },
    ],
    events: [{ id: text, name: text, at }],
    expected: { approval: text, ticket: text },
  });
}

const decisions: readonly AlertDecision[] = [
  {
    driftEvent: "drift-dropped",
    channel: "security-room",
    verdict: "sent",
    why: "The route security takes high and worse.",
  },
  {
    driftEvent: "drift-dropped",
    channel: "everyone",
    verdict: "below-severity",
    why: "The route everyone takes critical alone.",
  },
  {
    driftEvent: "drift-announced",
    channel: null,
    verdict: "expected",
    why: "It was announced by CHG-4711.",
  },
];

const approval: Approval = {
  id: "approval-1",
  ticket: "CHG-4711",
  principal: "arn:aws:iam::222233334444:role/Deployer",
  subject: "arn:aws:iam::*:role/release-manager",
  account: null,
  from: 0,
  to: 4_102_444_800_000,
  reason: "the releases of November",
  createdBy: "ada",
  createdAt: 0,
  withdrawnAt: null,
};

/** Settles the story with what was told of it and why; and how the finding lived. */
export async function settleStory(store: StateStore, place: StoryPlace = usualPlace): Promise<void> {
  const events = driftStory(place);
  const drop = events.find(({ id }) => id === "drift-dropped");
  if (drop === undefined) throw new Error("the story has no beginning");
  await store.addApproval(approval);
  const delivery: PlannedDelivery = {
    id: "delivery-1",
    channel: "security-room",
    notBefore: drop.at,
    alert: {
      id: "alert-1",
      title: drop.title,
      severity: drop.severity,
      at: drop.at,
      events: [drop],
      more: 0,
      accounts: [place.account],
    },
  };
  for (const one of events) {
    await settleDrift(store, [one], {
      decisions: decisions.filter(({ driftEvent }) => driftEvent === one.id),
      deliveries: one === drop ? [delivery] : [],
    });
  }
  const [taken] = await store.takeDeliveries("story", place.now, 1_000, 1);
  if (taken !== undefined) await store.delivered(taken.id, "story", drop.at + 4_000);
  const [found] = drop.findings.opened;
  if (found === undefined) return;
  const whole = { kind: "whole" } as const;
  await store.recordFindings([{ ...found, accepted: null }], whole, drop.at);
  await store.recordFindings([], whole, drop.at + 3 * hour);
  await store.recordFindings([{ ...found, accepted: null }], whole, drop.at + 9 * hour);
}

export async function settleDrift(
  store: StateStore,
  driftEvents: readonly DriftEvent[],
  more: {
    readonly decisions?: readonly AlertDecision[];
    readonly deliveries?: readonly PlannedDelivery[];
  } = {},
): Promise<void> {
  const at = driftEvents.at(-1)?.noticedAt ?? 0;
  await store.settle({ states: [], deliveries: [], decisions: [], events: [], ...more, driftEvents, at });
}
