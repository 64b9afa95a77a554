import assert from "node:assert/strict";
import { test } from "node:test";
import { alertConfiguration, alertsFileSchema } from "./settings.ts";

const fault = (file: unknown): string => {
  const read = alertsFileSchema.safeParse(file);
  return read.success ? "none" : read.error.issues.map(({ message }) => message).join("; ");
};

test("the shortest file that makes sense is a signed webhook", () => {
  const read = alertsFileSchema.parse({
    channels: [{ type: "webhook", url: "http://127.0.0.1:8080/", secretEnv: "SECRET" }],
  });
  const { channels, retry } = alertConfiguration(read);
  assert.equal(channels[0]?.name, "webhook");
  assert.equal(channels[0]?.showExternalIds, false);
  assert.deepEqual(retry, { attempts: 50, longestMilliseconds: 30 * 60_000 });
});

test("channels without a name are told apart by number", () => {
  const read = alertsFileSchema.parse({
    channels: [{ type: "stdout" }, { type: "stdout" }, { type: "file", path: "a", name: "log" }],
  });
  assert.deepEqual(
    alertConfiguration(read).channels.map(({ name }) => name),
    ["stdout", "stdout-2", "log"],
  );
});

const webhook = { type: "webhook", url: "https://example.com/", secretEnv: "SECRET" };
const refusals: readonly (readonly [what: string, file: unknown, message: RegExp])[] = [
  [
    "two channels of one name",
    {
      channels: [
        { type: "stdout", name: "a" },
        { type: "file", path: "x", name: "a" },
      ],
    },
    /another channel is called a/,
  ],
  ["plain HTTP over a network", { channels: [{ ...webhook, url: "http://example.com/" }] }, /https:/],
  ["another scheme", { channels: [{ ...webhook, url: "file:///etc/passwd" }] }, /https:/],
  [
    "a password in an address",
    { channels: [{ ...webhook, url: "https://a:b@example.com/" }] },
    /no name and no password/,
  ],
  ["no address", { channels: [{ type: "webhook", secretEnv: "SECRET" }] }, /one of url, urlEnv and urlFile/],
  ["two addresses", { channels: [{ ...webhook, urlEnv: "URL" }] }, /one of url, urlEnv and urlFile/],
  [
    "a webhook that is silently unsigned",
    { channels: [{ type: "webhook", url: "https://example.com/" }] },
    /unsigned: true/,
  ],
  [
    "a secret in the file",
    { channels: [{ ...webhook, secretEnv: "whsec_abc+def=" }] },
    /not the secret itself/,
  ],
  ["a member that is misspelled", { channels: [{ ...webhook, routing: {} }] }, /routing/],
  [
    "a time zone that is none",
    { channels: [{ type: "stdout", quietHours: { from: "22:00", to: "07:00", timeZone: "Mars" } }] },
    /no such time zone/,
  ],
  [
    "quiet hours without length",
    { channels: [{ type: "stdout", quietHours: { from: "22:00", to: "22:00" } }] },
    /same time/,
  ],
  [
    "a window over no channel",
    { channels: [], maintenance: [{ name: "m", weekly: { from: "01:00", to: "02:00" }, channels: ["x"] }] },
    /no channel is called/,
  ],
  [
    "a window without a time",
    { maintenance: [{ name: "m", from: "2026-01-01T00:00:00Z" }] },
    /from and to, or weekly/,
  ],
  [
    "a time without its distance from UTC",
    { maintenance: [{ name: "m", from: "2026-01-01T00:00:00", to: "2026-01-01T02:00:00" }] },
    /distance from UTC/,
  ],
];
for (const [what, file, message] of refusals) {
  test(`the file may not have ${what}`, () => assert.match(fault(file), message));
}
