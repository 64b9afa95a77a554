/** `accesslens report`: one file that holds what the server would answer, and in which nobody is recognised who asked for that. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { workplace } from "./support/command-line.ts";

const place = workplace();
const size = ["--accounts", "14", "--roles", "12", "--seed", "5"];
assert.equal(place.accesslens(["synth", ...size, "--out", "org.alens"]).code, 0);
assert.equal(place.accesslens(["synth", ...size, "--out", "data"]).code, 0);

const written = (...args: readonly string[]) => {
  const run = place.accesslens(["report", "--snapshot", "org.alens", "--html", "report.html", ...args]);
  assert.equal(run.code, 0, run.stderr);
  const file = join(place.folder, "report.html");
  return { file, text: readFileSync(file, "utf8") };
};
const answersIn = (text: string): string => {
  const packed = /id="answers">([A-Za-z0-9+/=]+)</.exec(text)?.[1] ?? "";
  return gunzipSync(Buffer.from(packed, "base64")).toString();
};

test("a report holds the findings of a scan, masked, and is its owner's alone", () => {
  const { file, text } = written();
  const answers = JSON.parse(answersIn(text));
  const scan = place.accesslens(["scan", "--chains", "--snapshot", "org.alens", "--format", "json"]);
  const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id);
  assert.deepEqual(
    ids(answers["/api/findings?summary=true"].findings),
    ids(JSON.parse(scan.stdout).findings),
  );
  assert.match(answersIn(text), /<masked, \d+ characters>/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test("a report asks nothing of anybody", () => {
  const { text } = written();
  const policy = /http-equiv="content-security-policy" content="([^"]+)"/.exec(text)?.[1] ?? "";
  assert.match(policy, /^default-src &#39;none&#39;|^default-src 'none'/);
  assert.doesNotMatch(policy, /http|connect-src|unsafe/);
  assert.doesNotMatch(text.replaceAll(/<script>[\s\S]*?<\/script>/g, ""), /(?:src|href)="(?!data:)/);
});

test("in a redacted report nobody is recognised", () => {
  const { text } = written("--redact");
  const answers = answersIn(text);
  const organization = JSON.parse(readFileSync(join(place.folder, "data/organization.json"), "utf8"));
  const secrets = [organization.Organization.Id, ...organization.Accounts.flatMap(accountNames)];
  assert.ok(secrets.length > 20);
  for (const secret of secrets) {
    assert.ok(!answers.includes(secret), `${secret} is told`);
    assert.ok(!text.includes(secret), `${secret} is told outside of the answers`);
  }
  // The company's name stands in names of roles, buckets and subjects, too.
  const company = String(secrets.find((secret) => /^[a-z]+-management$/.test(secret))).replace(
    "-management",
    "",
  );
  assert.ok(company.length > 3);
  const told = [...answers.matchAll(new RegExp(`.{0,60}${company}.{0,60}`, "gi"))].map(([found]) => found);
  assert.deepEqual(told, []);
});

function accountNames(account: {
  readonly Id: string;
  readonly Name: string;
  readonly Email: string;
}): readonly string[] {
  return [account.Id, account.Name, account.Email];
}

test("a file that can't be written is told with what to do", () => {
  const run = place.accesslens(["report", "--snapshot", "org.alens", "--html", "missing/report.html"]);
  assert.equal(run.code, 3);
  assert.match(run.stderr, /missing\/report\.html can't be written/);
});
