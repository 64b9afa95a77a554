import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  arn,
  factsOf,
  observed,
  observedSnapshot,
  outsider,
  own,
  replayWorldOf,
  roleArn,
  roleCaller,
  userCaller,
  useTime,
} from "../../../test/support/observed.ts";
import type { ObservedUse, TrailFacts } from "../../model/index.ts";
import { trustPolicyOf } from "../../work/simulate/index.ts";
import {
  type AuditException,
  type AuditSettings,
  auditKinds,
  auditTrail,
  auditWorld,
  readNetwork,
} from "./index.ts";

const ada = "arn:aws:iam::222222222222:user/ada";
const allow = (more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS: ["222222222222", outsider] },
  Action: "sts:AssumeRole",
  ...more,
});
const when = (operator: string, key: string, value: string) =>
  allow({ Condition: { [operator]: { [key]: value } } });

const snapshot = observedSnapshot({
  roles: [
    { name: "app", trust: allow() },
    { name: "boss", trust: allow(), inline: { Effect: "Allow", Action: "*", Resource: "*" } },
    {
      name: "AdministratorAccess",
      trust: allow(),
      inline: { Effect: "Allow", Action: "s3:*", Resource: "*" },
    },
    { name: "vendor", trust: { ...when("StringEquals", "sts:ExternalId", "very-secret"), Sid: "Vendor" } },
    { name: "careful", trust: when("Bool", "aws:MultiFactorAuthPresent", "true") },
    { name: "lenient", trust: when("BoolIfExists", "aws:MultiFactorAuthPresent", "true") },
    { name: "traced", trust: when("StringLike", "sts:SourceIdentity", "*") },
    { name: "short", trust: allow(), maxSessionSeconds: 3600 },
  ],
  users: [{ name: "ada" }],
});

const usual: AuditSettings = {
  longerThan: 14_400,
  sourceIdentity: false,
  newSince: null,
  depth: 1,
  refusals: 5,
  networks: null,
};

function audit(
  uses: readonly ObservedUse[],
  settings: Partial<AuditSettings> = {},
  facts: Partial<TrailFacts> = {},
): readonly AuditException[] {
  const world = replayWorldOf(snapshot);
  const { organization } = world;
  const audited = auditWorld(factsOf(uses, facts), { ...usual, ...settings }, world, {
    isOurs: organization.isOurs,
    nameOf: () => null,
    isAdministrator: ({ name }) => name === "boss",
    trustOf: (role) => trustPolicyOf(snapshot, role),
  });
  return auditTrail(audited, { evidence: 3, kinds: null });
}

const kinds = (found: readonly AuditException[]) => found.map(({ kind }) => kind);

type Case = readonly [
  name: string,
  use: Partial<ObservedUse>,
  kinds: readonly string[],
  settings?: Partial<AuditSettings>,
];
const cases: readonly Case[] = [
  ["nothing is said of an ordinary use", {}, []],
  ["an outsider", { caller: roleCaller("x", outsider) }, ["outside-account"]],
  ["a refused outsider did not come in", { caller: roleCaller("x", outsider), granted: false }, []],
  [
    "our people in an outsider's role do not come in",
    { caller: roleCaller("x", outsider), role: roleArn("r", outsider) },
    [],
  ],
  ["an administrator by its policies", { role: roleArn("boss") }, ["administrative-role"]],
  ["and not by its name", { role: roleArn("AdministratorAccess") }, []],
  ["longer than allowed", { long: true, longest: 20_000 }, ["long-session"]],
  ["longer than the role's own limit", { role: roleArn("short"), longest: 7200 }, ["long-session"]],
  ["without the external ID that is asked for now", { role: roleArn("vendor") }, ["external-id-absent"]],
  ["with one", { role: roleArn("vendor"), externalId: "very-secret" }, []],
  ["without MFA where it is asked for", { role: roleArn("careful") }, ["mfa-absent"]],
  ["with MFA", { role: roleArn("careful"), mfa: true }, []],
  ["where MFA is not told", { role: roleArn("careful"), mfa: null }, []],
  ["without MFA where keys may do without", { role: roleArn("lenient") }, ["mfa-absent"]],
  ["without the source identity that is asked for", { role: roleArn("traced") }, ["source-identity-absent"]],
  [
    "without a source identity, where all should have one",
    {},
    ["source-identity-absent"],
    { sourceIdentity: true },
  ],
  ["AssumeRoot", { call: "AssumeRoot", role: arn(`arn:aws:iam::${own}:root`) }, ["root-session"]],
  [
    "a root user's own session",
    { call: "GetSessionToken", role: null, caller: { kind: "root", account: userCaller("ada").account } },
    ["root-session"],
  ],
  ["in the console, where nobody else comes in", { console: true }, []],
  [
    "by Identity Center, whose console it is",
    {
      console: true,
      call: "GetRoleCredentials",
      caller: { kind: "identity-center-user", user: "ada", store: null },
    },
    [],
  ],
  ["at the end of a long chain", { depth: 2 }, ["deep-chain"]],
  ["of an ordinary chain", { depth: 1 }, []],
];

describe("an audit tells", () => {
  for (const [name, use, expected, settings] of cases) {
    test(`${name}: ${expected.join(", ") || "nothing"}`, () => {
      assert.deepEqual(kinds(audit([observed(use)], settings)), expected);
    });
  }

  test("uses of one party and role together, with the earliest events", () => {
    const uses = [3, 1, 2].map((n) =>
      observed({
        role: roleArn("boss"),
        first: useTime + n * 1000,
        count: n,
        eventIds: [`e-${n}`],
        externalId: String(n),
      }),
    );
    assert.deepEqual(
      audit(uses).map(({ count, first, last, eventIds, by, role }) => ({
        count,
        first,
        last,
        eventIds,
        by,
        role,
      })),
      [
        {
          count: 6,
          first: useTime + 1000,
          last: useTime + 3000,
          eventIds: ["e-1", "e-2", "e-3"],
          by: ada,
          role: roleArn("boss"),
        },
      ],
    );
  });

  test("the console in a role that programs assume", () => {
    assert.deepEqual(kinds(audit([observed({ console: true }), observed({ mfa: true })])), ["console"]);
  });

  test("which statement let them in, without its external ID", () => {
    const [found] = audit([observed({ role: roleArn("vendor"), externalId: "very-secret", long: true })]);
    assert.equal(found?.edge?.policy, `trust policy of ${roleArn("vendor")}`);
    assert.equal(found.edge.statement, "Vendor");
    assert.match(found.edge.text ?? "", /<masked, 11 characters>/);
  });

  test("refusals in hours that follow each other", () => {
    const hour = 3_600_000;
    const at = (n: number, count: number, name = "ada") =>
      observed({
        granted: false,
        error: "AccessDenied",
        hour: n * hour,
        first: n * hour,
        count,
        caller: userCaller(name),
        eventIds: [`e-${n}`],
      });
    assert.deepEqual(
      audit([at(1, 3), at(2, 2), at(9, 4), at(1, 4, "bob")]).map(({ kind, by, count }) => [kind, by, count]),
      [["failed-attempts", ada, 5]],
    );
  });

  test("pairs that were first seen since a day, where the trail begins before it", () => {
    const uses = [observed({ first: useTime - 1000 }), observed({ role: roleArn("short") })];
    const found = audit(uses, { newSince: useTime });
    assert.deepEqual(
      found.map(({ kind, role }) => [kind, role]),
      [["first-seen-pair", roleArn("short")]],
    );
    assert.deepEqual(kinds(audit(uses, { newSince: useTime - 5000 })), []);
  });

  test("networks and countries by what the user knows of them", () => {
    const network = (text: string, country: string | null) => {
      const read = readNetwork(text);
      assert.ok(read !== null);
      return { ...read, country };
    };
    const { caller, role } = observed();
    const place = { caller, role, count: 2, first: useTime, last: useTime, eventIds: ["event-9"] };
    const facts = {
      places: ["203.0.113.0/24", "198.51.100.0/24", "2001:db8:1::/48", "ec2.amazonaws.com"].map((one) => ({
        ...place,
        network: one,
      })),
    };
    const networks = {
      networks: [
        network("203.0.113.0/24", null),
        network("198.51.0.0/16", "XX"),
        network("2001:db8::/32", "DE"),
      ],
      countries: ["DE"],
    };
    assert.deepEqual(
      audit([observed()], { networks }, facts).map(({ kind, because }) => [kind, because.split(",")[0]]),
      [
        ["new-network", "from 198.51.100.0/24"],
        ["new-network", "from 2001:db8:1::/48"],
        ["new-country", "from XX (198.51.100.0/24)"],
      ],
    );
    for (const { eventIds, edge } of audit([observed()], { networks }, facts)) {
      assert.deepEqual(eventIds, ["event-9"]);
      assert.ok(edge !== null && edge.lines[0] > 0);
    }
    assert.deepEqual(kinds(audit([observed()], {}, facts)), []);
  });

  test("networks of a caller that were first seen since a day", () => {
    const { caller, role } = observed();
    const place = (network: string, first: number) => ({
      caller,
      role,
      network,
      count: 1,
      first,
      last: first,
      eventIds: [],
    });
    const places = [place("203.0.113.0/24", useTime - 9000), place("198.51.100.0/24", useTime)];
    const found = audit([observed({ first: useTime - 9000 })], { newSince: useTime - 10 }, { places });
    assert.deepEqual(
      found.map(({ kind, because }) => [kind, because.split(",")[0]]),
      [["new-network", "from 198.51.100.0/24"]],
    );
  });

  test("kinds with names of their own", () => {
    assert.equal(new Set(auditKinds.map(({ id }) => id)).size, auditKinds.length);
  });
});
