/** An alert that says that it is none, to try a channel with. */
import { type Alert, bareChange } from "../../model/index.ts";

/** `id`: another one for each try, so that receivers that know ids again don't drop it. */
export function testAlert(id: string, now: number): Alert {
  const title = "TEST: this alert is a test of the channel; nothing has changed";
  return {
    id: `alert-test-${id}`,
    title,
    severity: "info",
    at: now,
    events: [
      {
        id: `test-${id}`,
        kind: "changed",
        at: now,
        noticedAt: now,
        severity: "info",
        severityReasons: ["It is a test: accesslens alerts test."],
        title,
        subject: "arn:aws:iam::123456789012:role/example",
        account: "123456789012",
        accountName: "example",
        organizationPath: null,
        ownerTags: {},
        changes: [
          bareChange({
            subject: "arn:aws:iam::123456789012:role/example",
            kind: "trust-policy",
            account: "123456789012",
            meaning: "same",
            summary: "TEST: nothing has changed. If you can read this, alerts arrive here.",
          }),
        ],
        findings: { opened: [], closed: [] },
        actors: [],
        events: [],
        interlude: null,
        expected: { approval: "test", ticket: "TEST" },
        reverts: null,
      },
    ],
    more: 0,
    accounts: ["123456789012"],
  };
}
