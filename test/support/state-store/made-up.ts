/** Drift events, deliveries and findings as tests need them. */
import type { DriftEvent, FindingBrief, IntendedChange } from "../../../src/model/index.ts";
import type {
  Approval,
  KnownSnapshot,
  PlannedDelivery,
  SeenFinding,
  Settlement,
  StateStore,
} from "../../../src/store/state/index.ts";

export function driftEventOf(id: string, more: Partial<DriftEvent> = {}): DriftEvent {
  return {
    id,
    kind: "changed",
    at: 1_000,
    noticedAt: 1_500,
    severity: "high",
    severityReasons: ["An account outside the organization gained access."],
    title: `Something changed (${id})`,
    subject: "arn:aws:iam::111122223333:role/deploy",
    account: "111122223333",
    accountName: "build",
    organizationPath: "o-example/r-root/ou-one/",
    ownerTags: { team: "build" },
    changes: [],
    findings: { opened: [], closed: [] },
    actors: [
      {
        principal: "arn:aws:sts::111122223333:assumed-role/Admin/anna",
        kind: "AssumedRole",
        sessionIssuer: "arn:aws:iam::111122223333:role/Admin",
        account: "111122223333",
        sourceIp: "192.0.2.1",
        userAgent: "console",
        mfa: true,
      },
    ],
    events: [],
    interlude: null,
    expected: null,
    reverts: null,
    ...more,
  };
}

export function deliveryOf(id: string, more: Partial<PlannedDelivery> = {}): PlannedDelivery {
  return {
    id,
    channel: "chat",
    notBefore: 1_000,
    alert: { id: `alert ${id}`, title: "t", severity: "high", at: 900, events: [], more: 0, accounts: [] },
    ...more,
  };
}

export function settlementOf(more: Partial<Settlement>): Settlement {
  return { states: [], driftEvents: [], deliveries: [], decisions: [], events: [], at: 2_000, ...more };
}

export function stateOf(key: string, from: number, state = `{"from":${from}}`): Settlement["states"][number] {
  return { key, from, state, readAt: 1_900 };
}

export function dealtOf(
  id: string,
  more: Partial<Settlement["events"][number]> = {},
): Settlement["events"][number] {
  return {
    id,
    at: 1_000,
    name: "UpdateAssumeRolePolicy",
    source: "iam.amazonaws.com",
    account: "111122223333",
    subjects: ["role 111122223333 deploy"],
    verdict: "It means the same.",
    ...more,
  };
}

export function briefOf(id: string, more: Partial<FindingBrief> = {}): FindingBrief {
  return {
    id,
    rule: "rule",
    severity: "high",
    subject: "arn:aws:iam::111122223333:role/a",
    title: "t",
    ...more,
  };
}

export function seenOf(id: string, more: Partial<SeenFinding> = {}): SeenFinding {
  return { ...briefOf(id), accepted: null, ...more };
}

export function approvalOf(id: string, more: Partial<Approval> = {}): Approval {
  return {
    id,
    ticket: "CHG-1",
    principal: "arn:aws:iam::*:role/Deployer",
    subject: null,
    account: null,
    from: 0,
    to: 5_000,
    reason: "a release",
    createdBy: "anna",
    createdAt: 10,
    withdrawnAt: null,
    ...more,
  };
}

export function snapshotOf(id: string, more: Partial<KnownSnapshot> = {}): KnownSnapshot {
  return {
    id,
    createdAt: 100,
    file: `/snapshots/${id}.alens`,
    organization: "o-example",
    accounts: 2,
    roles: 3,
    gaps: 0,
    recordedAt: 200,
    ...more,
  };
}

/** NUL, lone surrogates, quotes, what looks like an escape, and letters of four bytes. */
export const hostileTexts: readonly string[] = [
  "nul \0 within",
  "lone \ud800 and \udc00",
  "\ud801",
  "\ud802",
  '\u0001"quoted"',
  "sha256:0000",
  "'; drop table leases; --",
  "%_\\ \n\r\t",
  "🦔 é e\u0301",
  "",
  "x".repeat(100_000),
  `${"y".repeat(500)}1`,
  `${"y".repeat(500)}2`,
];

/** Everything that was settled, by way of the tailing reader. */
export async function allDriftEvents(store: StateStore, pageOf = 100): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after = 0; ; ) {
    const page = await store.driftEventsAfter(after, pageOf);
    const last = page.at(-1);
    if (last === undefined) return ids;
    ids.push(...page.map(({ id }) => id));
    after = last.sequence;
  }
}

export function changeOf(id: string, more: Partial<IntendedChange> = {}): IntendedChange {
  return {
    id,
    at: 1_000,
    by: "arn:aws:iam::111122223333:role/admin",
    kind: "resource-policy",
    target: "arn:aws:sqs:eu-west-1:111122223333:orders",
    account: "111122223333",
    title: "Lets somebody in",
    before: null,
    after: "{}",
    inverse: "{}",
    undoes: null,
    ...more,
  };
}
