/** Every message as it is sent: golden files for reading, and what holds for all of them whatever an alert holds. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  alert,
  briefAlert,
  change,
  driftEvent,
  hostileAlert,
  hostileText,
  stackSetAlert,
} from "../../test/support/alerts.ts";
import { maskDriftEvent } from "../drift/mask-drift.ts";
import type { Alert } from "../model/index.ts";
import { plain } from "../model/plain-text.ts";
import { securityHubFindings } from "./asff.ts";
import { emailMessage } from "./email.ts";
import { eventBridgeEntry } from "./eventbridge.ts";
import { messageBody, messageText } from "./message-format.ts";
import { slackMessage } from "./slack.ts";
import { snsMessage } from "./sns.ts";
import { teamsBody } from "./teams.ts";

const folder = join(import.meta.dirname, "golden");
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const indented = (text: string): string => json(JSON.parse(text));
const hub = { accountId: "999999999999", region: "eu-central-1" };

const messages: Readonly<Record<string, (alert: Alert) => string>> = {
  "slack.json": (one) => json(slackMessage(one)),
  "teams.json": (one) => indented(teamsBody(one)),
  "email.txt": (one) => `Subject: ${emailMessage(one).subject}\n\n${emailMessage(one).text}\n`,
  "email.html": (one) => `${emailMessage(one).html}\n`,
  "markdown.md": (one) => messageText(one, "markdown"),
  "jira.json": (one) => indented(messageBody(one, "jira")),
  "security-hub.json": (one) => json(securityHubFindings(one, hub)),
  "ocsf.json": (one) => indented(messageBody(one, "ocsf")),
  "json.json": (one) => indented(messageBody(one, "json")),
  "sns.json": (one) => json(snsMessage(one, "json")),
  "eventbridge.json": (one) => json(eventBridgeEntry(one, "accesslens")),
  "webhook-markdown.json": (one) => indented(messageBody(one, "markdown")),
};

const masked = (one: Alert): Alert => ({ ...one, events: one.events.map(maskDriftEvent) });
const alerts: Readonly<Record<string, Alert>> = {
  change: masked(alert()),
  "stack-set": masked(stackSetAlert()),
  brief: masked(briefAlert()),
  hostile: hostileAlert(),
};
/** What carries alerts whole is golden for the plain one only. */
const whole = new Set(["ocsf.json", "json.json", "sns.json", "eventbridge.json", "webhook-markdown.json"]);

for (const [name, message] of Object.entries(messages)) {
  for (const [which, one] of Object.entries(alerts)) {
    if (whole.has(name) && which !== "change") continue;
    test(`${name} of the alert "${which}" is as it was`, () => {
      const path = join(folder, `${which}.${name}`);
      const made = message(one);
      if (process.env.UPDATE_GOLDEN === "1") {
        mkdirSync(folder, { recursive: true });
        writeFileSync(path, made);
      }
      assert.equal(made, readFileSync(path, "utf8"));
    });
  }
}

for (const [name, message] of Object.entries(messages)) {
  if (whole.has(name)) continue;
  test(`${name} has nothing in it that a terminal obeys, or that reorders or hides text`, () => {
    // Escapes of JSON are what receivers decode: they are looked at decoded. Line ends are ours.
    const made = message(hostileAlert());
    const texts = name.endsWith(".json") ? stringsIn(JSON.parse(made)) : [made];
    for (const text of texts) {
      const shown = text.replaceAll("\n", "").replaceAll("\u200b", name === "jira.json" ? "" : "\u200b");
      assert.ok(plain(shown) === shown, `${name}: ${plain(shown).slice(0, 300)}`);
    }
  });
}

test("what carries an alert whole has such characters escaped, and says the same", () => {
  const one = hostileAlert();
  const carried = {
    json: messageBody(one, "json"),
    ocsf: messageBody(one, "ocsf"),
    sns: snsMessage(one, "json").Message,
    eventbridge: eventBridgeEntry(one, "accesslens").Detail,
  };
  for (const [name, text] of Object.entries(carried)) assert.ok(plain(text) === text, name);
  assert.deepEqual(JSON.parse(carried.json).data, one);
  assert.deepEqual(JSON.parse(carried.ocsf).unmapped.alert, one);
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsIn(inner)]);
}

test("Slack is sent no markup of others, and no more than it takes", () => {
  for (const one of [...Object.values(alerts), alert({ title: hostileText })]) {
    const made = slackMessage(one);
    assert.ok(!/<[!@#h]/.test(made.text), made.text);
    assert.ok(made.blocks.length <= 50);
    for (const text of stringsIn(made)) assert.ok(text.length <= 3000);
    assert.ok(JSON.stringify(made).length <= 20_000, String(JSON.stringify(made).length));
    const types = stringsIn(made.blocks).filter(
      (text) => text === "mrkdwn" || text === "link" || text === "user",
    );
    assert.deepEqual(types, []);
  }
});

test("Slack is sent no empty text, which it would refuse", () => {
  const event = driftEvent({
    title: "",
    severityReasons: [""],
    changes: [{ ...change, notes: [""], before: "" }],
  });
  for (const text of stringsIn(slackMessage(alert({ title: "", events: [event] }))))
    assert.notEqual(text, "");
});

test("Teams is sent no Markdown of others, and no more than it takes", () => {
  for (const one of Object.values(alerts)) {
    const made = teamsBody(one);
    assert.ok(Buffer.byteLength(made) <= 28 * 1024, String(Buffer.byteLength(made)));
    assert.ok(!/"(TextBlock|FactSet)"/.test(made), "only text runs, which have no Markdown");
    assert.ok(!/\{\{|<\/?at>/.test(made));
  }
});

test("a mail's subject is one short line, and its HTML has no element of others", () => {
  const made = emailMessage(hostileAlert());
  assert.ok(made.subject.length <= 150 && !/[\r\n]/.test(made.subject));
  const elements = new Set([...made.html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name]) => name));
  assert.deepEqual(
    [...elements].toSorted(),
    ["body", "h2", "h3", "h4", "hr", "html", "li", "p", "table", "td", "th", "tr", "ul"].toSorted(),
  );
});

test("SNS and EventBridge are sent no more than they take, and what is left out is counted", () => {
  const text = JSON.stringify({ Statement: "z".repeat(20_000) });
  const large = alert({
    events: Array.from({ length: 25 }, (_, index) => {
      const event = driftEvent({ id: `drift-${index}` });
      return {
        ...event,
        changes: event.changes.map((change) => ({
          ...change,
          before: text,
          notes: ["n".repeat(index * 3000)],
        })),
      };
    }),
    more: 3,
  });
  const message = snsMessage(large, "json");
  assert.ok(Buffer.byteLength(message.Message) < 256_000);
  assert.ok(/^[\x20-\x7e]{1,99}$/.test(snsMessage(hostileAlert(), "json").Subject));
  const { data } = JSON.parse(message.Message);
  assert.equal(data.events.length + data.more, 28);
  assert.equal(data.events[0].changes[0].before, null);
  assert.match(data.events[0].changes[0].notes.at(-1), /left out/);
  const { Detail } = eventBridgeEntry(large, "accesslens");
  assert.ok(Buffer.byteLength(Detail) < 256_000);
  assert.equal(JSON.parse(Detail).id, large.id);
});

test("Security Hub's findings keep to its limits", () => {
  for (const one of Object.values(alerts)) {
    for (const finding of securityHubFindings(one, hub)) {
      assert.ok(
        finding.Id.length <= 512 && finding.Title.length <= 256 && finding.Description.length <= 1024,
      );
      assert.ok(finding.Remediation.Recommendation.Text.length <= 512);
      assert.ok(Object.keys(finding.ProductFields).length <= 50);
      for (const [key, value] of Object.entries(finding.ProductFields)) {
        assert.ok(key.length <= 128 && value.length >= 1 && value.length <= 2048);
      }
      for (const { Id } of finding.Resources) assert.ok(Id.length >= 1 && Id.length <= 512);
      assert.ok(!Number.isNaN(Date.parse(finding.CreatedAt)));
    }
  }
});

test("a change that takes another one back archives that one's finding", () => {
  const findings = securityHubFindings(briefAlert(), hub);
  assert.deepEqual(
    findings.map(({ Id, RecordState }) => [Id, RecordState]),
    [
      ["accesslens/drift-1", "ACTIVE"],
      ["accesslens/drift-0", "ARCHIVED"],
    ],
  );
});

test("Markdown of others stays text", () => {
  const made = messageText(hostileAlert(), "markdown");
  const withoutCode = made.replaceAll(/(`+) .*? \1/g, "").replaceAll(/(```+)json\n[\s\S]*?\n\1/g, "");
  assert.ok(!/@channel|\]\(http|<script|<img/.test(withoutCode), withoutCode);
});
