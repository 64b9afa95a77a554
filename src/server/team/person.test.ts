import assert from "node:assert/strict";
import { test } from "node:test";
import type { TeamSettings } from "../../work/team-file.ts";
import { personOf } from "./person.ts";

const settings: Pick<TeamSettings, "groups"> = {
  groups: { claim: "https://example.com/groups", viewer: ["sre"], triager: ["security"] },
};
const claim = settings.groups.claim;

for (const [name, claims, expected] of [
  ["a viewer", { sub: "1", name: "Ada", [claim]: ["x", "sre"] }, { name: "Ada", role: "viewer" }],
  ["a triager", { sub: "1", name: "Ada", [claim]: ["security"] }, { name: "Ada", role: "triager" }],
  ["in both", { sub: "1", name: "Ada", [claim]: ["sre", "security"] }, { name: "Ada", role: "triager" }],
  ["in one group, told as a text", { sub: "1", [claim]: "sre" }, { name: "1", role: "viewer" }],
  [
    "without a name",
    { sub: "1", name: " ", email: "ada@x", [claim]: ["sre"] },
    { name: "ada@x", role: "viewer" },
  ],
] as const) {
  test(`${name} is let in`, () => {
    assert.deepEqual(personOf(claims, settings), { ok: true, value: expected });
  });
}

for (const [name, groups] of [
  ["none of the groups", ["other"]],
  ["a group that only begins so", ["sre2", "SRE", "sre "]],
  ["groups in one text", "sre,security"],
  ["no groups", []],
  ["no claim", undefined],
  ["a claim that is no list", { sre: true }],
  ["a list of other things", [["sre"], 1, null]],
] as const) {
  test(`somebody with ${name} is not let in`, () => {
    const result = personOf({ sub: "1", [claim]: groups }, settings);
    assert.equal(result.ok, false);
  });
}
