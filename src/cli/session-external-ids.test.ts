import assert from "node:assert/strict";
import { test } from "node:test";
import { roleOf } from "./collect-settings.ts";
import { givenExternalIds, splitRoleValue } from "./session-external-ids.ts";
import { nameOfUser } from "./session-names.ts";

const hub = "arn:aws:iam::111111111111:role/Hub";

test("What belongs to a role on the way is parted from its ARN, though names of roles may have equals signs", () => {
  const via = [hub, `${hub}=a`];
  for (const [text, parted] of [
    [`${hub}=id.txt`, { role: hub, value: "id.txt" }],
    [`${hub}=a=id.txt`, { role: `${hub}=a`, value: "id.txt" }],
    [`${hub}=a`, { role: hub, value: "a" }],
    [`${hub}=`, null],
    [hub, null],
    [`${hub}2=id.txt`, null],
  ] as const) {
    assert.deepEqual(splitRoleValue(text, via), parted, text);
  }
});

test("External IDs that contradict each other, or belong to nobody, are refused before a file is read", async () => {
  for (const [args, says] of [
    [{ via: [hub], viaExternalIdFile: ["id.txt"] }, /begins with none of the roles/],
    [{ viaRelationship: [`${hub}=acme`], store: "sqlite:x.db" }, /begins with none of the roles/],
    [{ via: [hub], viaRelationship: [`${hub}=acme`] }, /--store goes together/],
    [{ store: "sqlite:x.db" }, /--store goes together/],
    [{ relationship: "acme", store: "sqlite:x.db", externalIdFile: "id.txt" }, /do not go together/],
    [
      {
        ...{ via: [hub], viaExternalIdFile: [`${hub}=id.txt`] },
        ...{ viaRelationship: [`${hub}=acme`], store: "sqlite:x.db" },
      },
      /is given two external IDs/,
    ],
  ] as const) {
    const given = await givenExternalIds(args);
    assert.ok(!given.ok);
    assert.match(given.error.messages.join(), says);
  }
});

test("The sessions that a collection takes tell who is behind them, as those of session do", async () => {
  const role = await roleOf({ roleName: "/security/read" });
  assert.ok(role.ok && role.value !== null);
  assert.equal(role.value.sessionName, nameOfUser("accesslens").name);
});
