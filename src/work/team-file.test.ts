import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readTeam } from "./team-file.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-team-file-"));
test.after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "secret"), "  very secret\n");
writeFileSync(join(folder, "empty"), "\n");

type Parts = Readonly<Record<string, string>>;
const good: Parts = {
  publicUrl: "https://accesslens.example.com",
  listen: "{ port: 8080 }",
  issuer: "https://login.example.com/realms/acme",
  clientId: "accesslens",
  clientSecretFile: "secret",
  groups: "{ claim: groups, viewer: [sre], triager: [security] }",
};

/** `without` leaves a line out. */
function read(parts: Parts, environment: Parts = {}, without: string | null = null) {
  const path = join(folder, "team.yaml");
  const lines = Object.entries({ ...good, ...parts }).filter(([key]) => key !== without);
  writeFileSync(path, lines.map(([key, value]) => `${key}: ${value}\n`).join(""));
  return readTeam(path, environment);
}

test("a team file is read, with what it leaves out filled in", () => {
  const settings = read({});
  assert.ok(settings.ok, JSON.stringify(settings));
  assert.deepEqual(settings.value, {
    publicUrl: new URL("https://accesslens.example.com/"),
    listen: { host: "127.0.0.1", port: 8080 },
    issuer: new URL("https://login.example.com/realms/acme"),
    clientId: "accesslens",
    clientSecret: "very secret",
    clientAuthentication: null,
    scopes: ["openid", "profile"],
    groups: { claim: "groups", viewer: ["sre"], triager: ["security"] },
    sessionSeconds: 8 * 3600,
  });
});

test("the guide's example is read", () => {
  const example =
    /```yaml\n(# What people open[\s\S]*?)```/.exec(readFileSync("docs/serve.md", "utf8"))?.[1] ?? "";
  const path = join(folder, "guide.yaml");
  writeFileSync(path, example.replace("/etc/accesslens/client-secret", "secret"));
  const settings = readTeam(path, {});
  assert.ok(settings.ok, JSON.stringify(settings));
  assert.deepEqual(settings.value.groups.triager, ["security-triage"]);
});

test("the client's secret may be in the environment, where no file is named", () => {
  const settings = read({}, { ACCESSLENS_CLIENT_SECRET: "of the environment" }, "clientSecretFile");
  assert.equal(settings.ok ? settings.value.clientSecret : "", "of the environment");
  const both = read({}, { ACCESSLENS_CLIENT_SECRET: "of the environment" });
  assert.equal(both.ok ? both.value.clientSecret : "", "very secret");
});

test("localhost needs no TLS", () => {
  for (const publicUrl of ["http://localhost:8080", "http://127.0.0.1:8080/", "http://[::1]:8080"])
    assert.ok(read({ publicUrl, issuer: "http://localhost:9000" }).ok, publicUrl);
});

const faults: readonly (readonly [name: string, parts: Parts, place: RegExp, message: RegExp])[] = [
  [
    "no address",
    { publicUrl: "accesslens" },
    /team\.yaml:1:12$/,
    /publicUrl: it is no address: write it as https:/,
  ],
  ["no TLS", { publicUrl: "http://accesslens.example.com" }, /:1:12$/, /has to begin with https/],
  ["a name that only begins like localhost", { publicUrl: "http://localhost.example.com" }, /:1:/, /https/],
  ["another scheme", { publicUrl: "javascript://x" }, /:1:/, /https/],
  ["a path", { publicUrl: "https://example.com/accesslens" }, /:1:/, /may have no path/],
  ["a password", { publicUrl: "https://a:b@example.com" }, /:1:/, /neither a name/],
  [
    "an issuer without TLS",
    { issuer: "http://login.example.com" },
    /:3:9$/,
    /issuer: it has to begin with https/,
  ],
  ["no port", { listen: "{ host: 0.0.0.0 }" }, /:2:9$/, /listen\.port: the port to listen to is missing/],
  ["a port that is none", { listen: "{ port: 70000 }" }, /:2:17$/, /from 1 to 65535/],
  ["no group that may look", { groups: "{ claim: groups }" }, /:6:9$/, /no group may look/],
  ["no claim", { groups: "{ viewer: [a] }" }, /:6:/, /groups\.claim: the claim that tells/],
  ["an empty group", { groups: '{ claim: g, viewer: [""] }' }, /:6:/, /not empty/],
  ["scopes without openid", { scopes: "[profile]" }, /:7:/, /openid has to be among them/],
  ["no end of a session", { sessionHours: "0" }, /:7:/, /more than 0/],
  ["a session of months", { sessionHours: "2000" }, /:7:/, /168 at most/],
  ["a word that nobody knows", { sessionHour: "2" }, /team\.yaml/, /sessionHour/],
  ["a secret in the file itself", { clientSecret: "x" }, /team\.yaml/, /clientSecret/],
  ["a secret's file that is not there", { clientSecretFile: "none" }, /none$/, /can't be read/],
  ["a secret's file that is empty", { clientSecretFile: "empty" }, /empty$/, /is empty/],
];
for (const [name, parts, place, message] of faults) {
  test(`${name} is told with its place`, () => {
    const settings = read(parts);
    assert.ok(!settings.ok);
    const [fault] = settings.error;
    assert.match(fault?.place ?? "", place);
    assert.match(fault?.message ?? "", message);
    assert.notEqual(fault?.advice ?? "", "");
  });
}

for (const missing of ["publicUrl", "listen", "issuer", "clientId", "groups", "clientSecretFile"]) {
  test(`without ${missing} it says that this is missing`, () => {
    const settings = read({}, {}, missing);
    assert.ok(!settings.ok);
    assert.match(settings.error[0]?.message ?? "", new RegExp(missing));
  });
}
