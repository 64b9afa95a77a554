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
  reaches: ["Every object in arn:aws:s3:::ledger-2026 can be read."],
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

/** As a StackSet stamps it: the same in many accounts. */
export function stackSetAlert(): Alert {
  const events = Array.from({ length: 25 }, (_, index) => {
    const account = String(100_000_000_000 + index);
    return driftEvent({
      id: `drift-${index}`,
      account,
      accountName: `workload-${index}`,
      subject: `arn:aws:iam::${account}:role/Baseline`,
      changes: [{ ...change, subject: `arn:aws:iam::${account}:role/Baseline`, account }],
    });
  });
  return alert({
    title: `400 changes in 400 accounts: ${driftEvent().title}`,
    events,
    more: 375,
    accounts: Array.from({ length: 400 }, (_, index) => String(100_000_000_000 + index)),
  });
}

/** Opened and closed again; the way back of an earlier one; expected. */
export function briefAlert(): Alert {
  const event = driftEvent({
    kind: "opened-and-closed",
    interlude: { eventId: "6f1c2a34-0000-4000-8000-000000000001", from: changedAt, to: changedAt + 23_000 },
    reverts: "drift-0",
    expected: { approval: "approval-1", ticket: "CHG-1" },
    actors: [],
    severity: "medium",
  });
  return alert({ title: event.title, severity: "medium", events: [event] });
}

/** What people can write where AWS lets them, and what they can't. */
export const hostileText = [
  "<!channel> <@U123> @channel @here <at>everyone</at> <https://evil.example|click>",
  "*b* _i_ ~s~ `c` [click](https://evil.example) ![x](https://evil.example/x.png) **b** | a | # h",
  "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; \"' {{DATE(2017-02-14T06:08:39Z,SHORT)}} ${jndi:x}",
  "{noformat} h1. x [~admin] !https://evil.example/x.png! {color:red}x{color} \\\\ bq. x",
  "\u001b]0;title\u0007\u001b[2J\u009b31m\u202etxt.exe\u2066\u200b\u{e0041}\u0000\r\nBcc: all@example.com\r\n\r\nbody",
].join(" ");

/** An alert whose every text means harm, one of them by its length. */
export function hostileAlert(): Alert {
  const harm = hostileText;
  const long = `${"x".repeat(10_000)}${harm}`;
  const party = {
    kind: "role",
    id: harm,
    name: harm,
    external: true,
    proven: true,
    guard: [],
    via: "direct",
  } as const;
  const term = { key: harm, operator: harm, values: [harm, long], controlledBy: "caller" };
  const event = driftEvent({
    id: harm,
    title: harm,
    severity: "critical",
    severityReasons: [harm, long],
    subject: `arn:aws:iam::111122223333:role/${harm}`,
    account: harm,
    accountName: harm,
    organizationPath: harm,
    ownerTags: { [harm]: harm, long },
    changes: [
      {
        ...change,
        subject: harm,
        summary: long,
        gained: [party, { ...party, guard: [term] }, ...Array.from({ length: 50 }, () => party)],
        lost: [party],
        guards: [
          { change: "condition-widened", weaker: true, who: harm, key: harm, before: [harm], after: [long] },
        ],
        reaches: [harm, long],
        notes: [harm],
        before: `{\n\t"Sid": "${harm}", "sts:ExternalId": 1 \`\`\`\n</pre>{noformat}`,
        after: long,
      },
    ],
    findings: {
      opened: [{ id: harm, rule: harm, severity: "high", subject: harm, title: harm }],
      closed: [],
    },
    actors: [
      { ...actor, principal: harm, sessionIssuer: harm, sourceIp: harm, userAgent: long, account: harm },
    ],
    events: [{ id: harm, name: harm, at: Number.MAX_SAFE_INTEGER }],
    interlude: { eventId: harm, from: -1, to: Number.MAX_SAFE_INTEGER },
    reverts: harm,
    expected: null,
  });
  return {
    id: "alert-hostile",
    title: long,
    severity: "critical",
    at: changedAt,
    events: [event],
    more: 3,
    accounts: [harm],
  };
}
