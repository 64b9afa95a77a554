/** What a review shows, letter for letter, of plain names and of hostile ones. */
import assert from "node:assert/strict";
import { existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { reviewHtml } from "../../src/report/review-html.ts";
import { reviewMarkdown } from "../../src/report/review-markdown.ts";
import type { ReviewAnswer } from "../../src/work/trail/review/index.ts";
import { workplace } from "./support/command-line.ts";
import { matchesGolden } from "./support/golden.ts";

const role = "arn:aws:iam::111111111111:role/partner-sync";
const hostile = "x](https://evil.example)|<script>alert(1)</script>`\u202e@channel\n# owned";
const time = { first: "2026-06-02T10:00:00Z", last: "2026-06-07T11:30:00Z" };
const answer: ReviewAnswer = {
  snapshot: `${hostile}.alens`,
  before: "last-week.alens",
  since: "2026-06-01T00:00:00Z",
  to: "2026-06-08T00:00:00Z",
  events: 1200,
  first: "2026-03-01T00:00:00Z",
  last: "2026-06-07T23:00:00Z",
  skipped: [{ file: `trail/${hostile}.json.gz`, why: "it ends too early" }],
  limits: [],
  external: [
    {
      id: "0123456789abcdef",
      rule: "external-id-missing",
      severity: "high",
      subject: role,
      title: `Account 222222222222 (${hostile}) comes in without an external ID`,
    },
  ],
  accepted: 2,
  analyzer: {
    analyzers: 1,
    agreed: 4,
    differ: [{ resource: role, principal: hostile, state: "theirs only", why: "a policy was changed since" }],
  },
  newTrust: [{ subject: role, kind: "trust-policy", summary: `${hostile} can assume it`, outside: true }],
  outsiders: [
    {
      by: hostile,
      role,
      days: [
        { day: "2026-06-02", granted: 1, refused: 0 },
        { day: "2026-06-07", granted: 5, refused: 2 },
      ],
    },
  ],
  days: 90,
  unused: [
    {
      role,
      party: { kind: "account", id: "222222222222" },
      action: "sts:AssumeRole",
      statements: [0],
      state: "unused",
      why: null,
      wider: false,
      count: 0,
      last: null,
      callers: [],
    },
  ],
  notWatched: [{ why: "the trail does not go back 90 days", ways: 3 }],
  exceptions: [
    {
      kind: "outside-account",
      role,
      by: hostile,
      count: 7,
      ...time,
      eventIds: ["e-1", "e-2"],
      because: "account 222222222222 does not belong to the organization",
      edge: null,
      new: true,
    },
  ],
};
const pages = { pages: "https://accesslens.example.com/", limit: 100 };

test("a review with hostile names is the golden Markdown", () => {
  matchesGolden("trail-report.md", reviewMarkdown(answer, pages));
});

test("a review with hostile names is the golden HTML", () => {
  matchesGolden("trail-report.html", reviewHtml(answer, pages));
});

test("nothing of a hostile name is obeyed", () => {
  const page = reviewHtml(answer, pages);
  assert.doesNotMatch(page, /<script|\u202e|javascript:/);
  const text = reviewMarkdown(answer, pages);
  assert.doesNotMatch(text, /^# owned/m);
  assert.doesNotMatch(
    text.replaceAll("\\`", "").replaceAll(/`[^`]*`/g, ""),
    /<script|\]\(https:\/\/evil|@channel/,
  );
});

test("of many days the calls are told together", () => {
  const text = reviewMarkdown({ ...answer, since: "2026-05-01T00:00:00Z" }, { pages: null, limit: 0 });
  assert.match(text, /; calls: 6; days: 2 of 38; refused: 2$/m);
});

test("what was not looked at is said to be so, and is no zero", () => {
  const bare = { ...answer, analyzer: null, newTrust: null, before: null };
  for (const text of [reviewMarkdown(bare, pages), reviewHtml(bare, pages)]) {
    assert.match(text, /New trust \(not compared\)/);
    assert.match(text, /Access Analyzer tells otherwise \(not compared\)/);
  }
});

test("of many rows the first are told, and that there are more; counts are of all", () => {
  const exceptions = answer.exceptions.flatMap((one) =>
    Array.from({ length: 5 }, (_, at) => ({ ...one, by: `caller-${at}` })),
  );
  const many = { ...answer, exceptions };
  const text = reviewMarkdown(many, { pages: null, limit: 2 });
  assert.match(text, /Exceptions that the audit found \(5\)/);
  assert.match(text, /The first 2 are told here/);
  assert.doesNotMatch(text, /caller-2/);
  assert.doesNotMatch(text, /\]\(</);
});

const { folder, accesslens } = workplace();
const trail = [
  "--trail",
  "trail",
  "--trail-days",
  "120",
  "--trail-events",
  "4000",
  "--trail-truth",
  "truth.json",
];
const made = accesslens([
  "synth",
  "--accounts",
  "12",
  "--roles",
  "8",
  "--seed",
  "7",
  "--out",
  "org.alens",
  ...trail,
]);
assert.equal(made.code, 0, made.stderr);
const before = accesslens(["synth", "--accounts", "12", "--roles", "8", "--seed", "7", "--out", "old.alens"]);
assert.equal(before.code, 0, before.stderr);
const report = (...args: readonly string[]) =>
  accesslens(["trail", "report", "--events", "trail", "--snapshot", "org.alens", ...args]);

test("the review of a week has what was planted in it, what is unused, and what trust is new", () => {
  const { code, stdout, stderr } = report("--before", "old.alens", "--format", "json");
  assert.equal(code, 0, stderr);
  const told: ReviewAnswer = JSON.parse(stdout);
  const asked = [
    "--events",
    "trail",
    "--snapshot",
    "org.alens",
    "--new-since",
    told.since,
    "--format",
    "json",
  ];
  const audit: Pick<ReviewAnswer, "exceptions"> = JSON.parse(accesslens(["trail", "audit", ...asked]).stdout);
  const ofTheWeek = audit.exceptions.filter(({ last }) => last >= told.since);
  assert.deepEqual(
    told.exceptions,
    ofTheWeek.map((one) => ({ ...one, new: one.first >= told.since })),
  );
  assert.ok(ofTheWeek.length > 0 && ofTheWeek.length < audit.exceptions.length);
  assert.ok(told.unused.length > 0 && told.external.length > 0);
  // The roles of the trail's cases are not in the older snapshot.
  const planted = new Set(ofTheWeek.map(({ role: of }) => of));
  assert.ok(told.newTrust?.some(({ subject }) => planted.has(subject)));
  assert.equal(told.analyzer, null);
  const outside = told.exceptions.filter(({ kind }) => kind === "outside-account");
  for (const { role: of, by } of outside) {
    const came = told.outsiders.find((one) => one.role === of && one.by === by);
    assert.ok(came?.days.every(({ day }) => day >= told.since.slice(0, 10) && day <= told.to.slice(0, 10)));
  }
  assert.ok(outside.length > 0);
});

test("a review is written for its owner alone, and people are told what is in it", () => {
  const { code, stdout, stderr } = report("--format", "html", "--out", "review.html");
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^review\.html: \d+ findings? about outsiders, \d+ unused ways?, \d+ exceptions?$/m);
  assert.match(readFileSync(join(folder, "review.html"), "utf8"), /<h1>Access review<\/h1>/);
});

test("no external ID is in a review, in whatever form", () => {
  const ids = new Set(
    globSync(join(folder, "trail/**/*.json.gz")).flatMap((file) =>
      [
        ...gunzipSync(readFileSync(file))
          .toString()
          .matchAll(/"externalId":"([^"]+)"/g),
      ].map(([, id]) => id ?? ""),
    ),
  );
  assert.ok(ids.size > 0);
  for (const format of ["markdown", "html", "json"]) {
    const { code, stdout, stderr } = report("--before", "old.alens", "--limit", "0", "--format", format);
    assert.equal(code, 0, stderr);
    for (const id of ids) assert.ok(!stdout.includes(id), `${format} tells ${id}`);
  }
});

test("what can't be read or written is said before the work, and nothing is left behind", () => {
  mkdirSync(join(folder, "taken"));
  assert.equal(report("--out", "taken").code, 3);
  assert.equal(report("--out", "missing/review.md").code, 3);
  assert.equal(report("--before", "none.alens", "--out", "review.md").code, 3);
  assert.equal(report("--pages", "javascript:alert(1)").code, 2);
  assert.ok(!existsSync(join(folder, "review.md")));
});
