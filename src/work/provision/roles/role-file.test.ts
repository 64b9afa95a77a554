import assert from "node:assert/strict";
import { test } from "node:test";
import { ok } from "../../../model/index.ts";
import { type ExternalIdRegistry, parseRoleSet } from "./role-file.ts";

const good = `
name: spokes
roles:
  - name: reader
    path: /spokes/
    trust:
      - principals: ["arn:aws:iam::111111111111:role/hub"]
        sessionTags: [{ key: team, values: ["red-*"] }]
        sourceIdentity: {}
      - principals: ["464622532012"]
        externalId: { environment: VENDOR_ID }
    permissions:
      aws: [SecurityAudit, job-function/ViewOnlyAccess]
      inline: [{ name: own, policy: { Version: "2012-10-17", Statement: [] } }]
    tags: { owner: "the team" }
    targets: { accounts: ["222222222222"], tags: { stage: prod } }
`;

const environment = { VENDOR_ID: "issued-for-us-1" };
const parsed = (text: string, registry: ExternalIdRegistry | null = null) =>
  parseRoleSet(text, "bad-roles.yaml", { registry, environment });

test("A file becomes a declaration, with what it leaves out as it is meant", async () => {
  const set = await parsed(good);
  assert.ok(set.ok, JSON.stringify(set));
  const [role] = set.value.roles;
  assert.deepEqual(role?.trust[0]?.sessionTags, [
    { key: "team", values: ["red-*"], required: true, transitive: false },
  ]);
  assert.deepEqual(role?.trust[0]?.sourceIdentity, { values: ["*"], required: true });
  assert.deepEqual(role?.trust[1]?.externalId, { kind: "stated", values: ["issued-for-us-1"] });
  assert.equal(role?.maxSessionSeconds, 3600);
  assert.deepEqual(role?.targets, {
    accounts: ["222222222222"],
    units: [],
    tags: [{ key: "stage", value: "prod" }],
    except: [],
  });
});

test("While an external ID is being replaced, both are accepted", async () => {
  const registry: ExternalIdRegistry = { accepted: async (name) => ok([`${name}-new`, `${name}-old`]) };
  const set = await parsed(good.replace("{ environment: VENDOR_ID }", "{ registry: vendor }"), registry);
  assert.ok(set.ok);
  assert.deepEqual(set.value.roles[0]?.trust[1]?.externalId, {
    kind: "stated",
    values: ["vendor-new", "vendor-old"],
    relationship: "vendor",
  });
});

test("What is wrong is told with line and column, and what to write instead", async () => {
  const cases: readonly (readonly [edit: readonly [string, string], told: RegExp])[] = [
    [
      ["externalId: { environment: VENDOR_ID }", "externalId: my-own-idea"],
      /roles\.yaml:11:21: .*does not stand here itself/,
    ],
    [
      ["externalId: { environment: VENDOR_ID }", "externalId: { environment: NOT_SET }"],
      /bad-roles\.yaml:11:21: roles\.0\.trust\.1\.externalId: variable NOT_SET is not set/,
    ],
    [["externalId: { environment: VENDOR_ID }", "externalId: { registry: vendor }"], /name it with --store/],
    [
      ["externalId: { environment: VENDOR_ID }", "externalId: { environment: VENDOR_ID, file: x }"],
      /takes just one of/,
    ],
    [['["464622532012"]', "[464622532012]"], /put it in quotes/],
    [
      ["SecurityAudit,", "arn:aws:iam::policy/SecurityAudit,"],
      /named without its ARN, which differs by partition/,
    ],
    [["role/hub", "role/*"], /no wildcards/],
    [
      ["arn:aws:iam::111111111111:role/hub", "arn:aws:sts::111111111111:assumed-role/hub/me"],
      /this is a session: name its role/,
    ],
    [["name: reader", "name: rea/der"], /a role's name has/],
    [["path: /spokes/", "path: spokes"], /starts and ends with a slash/],
    [["targets:", "session: 13h\n    targets:"], /from 1h to 12h/],
    [["tags: {", 'tags: { "aws:x": y, '], /not yours to set/],
    [["key: team", "key: team, other: 1"], /Unrecognized key|other/],
  ];
  for (const [[from, to], told] of cases) {
    assert.ok(good.includes(from), from);
    const set = await parsed(good.replace(from, to));
    assert.ok(!set.ok, to);
    const text = set.error.map(({ place, message }) => `${place}: ${message}`).join("\n");
    assert.match(text, told, to);
  }
});
