/** Changes and alerts to tell: a plain one, and one whose every text means harm. */
import type { Alert, ChangeActor, DriftChange, DriftEvent } from "../../src/model/index.ts";

export const changedAt = Date.parse("2026-03-01T10:00:00Z");

export const actor: ChangeActor = {
  principal: "arn:aws:sts::111122223333:assumed-role/Deploy/ada",
  kind: "AssumedRole",
  sessionIssuer: "arn:aws:iam::111122223333:role/Deploy",
  account: "111122223333",
  sourceIp: "198.51.100.7",
  userAgent: "aws-cli/2.17.0",
  mfa: false,
};

const subject = "arn:aws:iam::111122223333:role/Backup";

export const externalId = "s3cret-external-id";

const withId = (id: string | null): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999988887777:root" },
        Action: "sts:AssumeRole",
        ...(id === null ? {} : { Condition: { StringEquals: { "sts:ExternalId": id } } }),
      },
    ],
  });

export const change: DriftChange = {
  subject,
  kind: "trust-policy",
  account: "111122223333",
  happened: "changed",
  meaning: "wider",
  summary:
    "arn:aws:iam::444455556666:root (outside the organization) can assume it now; the external ID is no longer asked for for arn:aws:iam::999988887777:root.",
  gained: [
    {
      kind: "account",
      id: "arn:aws:iam::444455556666:root",
      external: true,
      proven: true,
      guard: [
        { key: "sts:ExternalId", operator: "StringEquals", values: [externalId], controlledBy: "caller" },
      ],
      via: "account",
    },
    {
      kind: "role",
      id: "arn:aws:iam::222233334444:role/Auditor",
      name: "Auditor",
      external: false,
      proven: false,
      guard: [],
      via: "account",
    },
  ],
  lost: [
    {
      kind: "role",
      id: "arn:aws:iam::111122223333:role/OldBackup",
      external: false,
      proven: true,
      guard: [],
      via: "direct",
    },
  ],
  more: { gained: 12, lost: 0 },
  guards: [
    {
      change: "external-id-dropped",
      weaker: true,
      who: "arn:aws:iam::999988887777:root",
      key: "sts:ExternalId",
      before: [`sts:ExternalId StringEquals ${externalId}`],
      after: [],
    },
  ],
  findings: { opened: ["3f2a9c01"], closed: [] },
  examples: {
    gained: {
      principal: "arn:aws:iam::444455556666:root",
      action: "sts:AssumeRole",
      resource: { arn: subject, account: "111122223333" },
      context: { "sts:ExternalId": externalId },
    },
    lost: null,
  },
  reaches: ["From there: every object in arn:aws:s3:::ledger-2026 can be read."],
  notes: ["The SCPs of ou-ab12-cdefgh34 could not be read: they may forbid it."],
  before: withId(externalId),
  after: withId(null),
};

export function driftEvent(own: Partial<DriftEvent> = {}): DriftEvent {
  return {
    id: "drift-1",
    kind: "changed",
    at: changedAt,
    noticedAt: changedAt + 4000,
    severity: "high",
    severityReasons: ["Somebody outside the organization gained access."],
    title: "arn:aws:iam::444455556666:root, outside the organization, can assume Backup now",
    subject,
    account: "111122223333",
    accountName: "payments-prod",
    organizationPath: "o-exampleorg/r-ab12/ou-ab12-cdefgh34/",
    ownerTags: { owner: "team-payments" },
    changes: [change],
    findings: {
      opened: [
        {
          id: "3f2a9c01",
          rule: "external-id-missing",
          severity: "high",
          subject,
          title: "A vendor's whole account is trusted without an external ID",
        },
      ],
      closed: [],
    },
    actors: [actor],
    events: [{ id: "6f1c2a34-0000-4000-8000-000000000001", name: "UpdateAssumeRolePolicy", at: changedAt }],
    interlude: null,
    expected: null,
    reverts: null,
    ...own,
  };
}

export function alert(own: Partial<Alert> = {}): Alert {
  const event = driftEvent();
  return {
    id: "alert-0123456789abcdef0123456789abcdef",
    title: event.title,
    severity: event.severity,
    at: event.at,
    events: [event],
    more: 0,
    accounts: ["111122223333"],
    ...own,
  };
}
