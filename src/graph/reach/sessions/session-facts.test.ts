import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  allowAll,
  roleArn,
  type Statement,
  snapshotOf,
  trusts,
} from "../../../../test/support/planned-organization.ts";
import { reachOf, shown } from "../../../../test/support/reach-of.ts";
import { ada, also, by, own, red, tagsToo } from "../../../../test/support/tagged-sessions.ts";

const assumes = [allow("sts:AssumeRole")];
const identity = (key: string, value: string): Statement => ({ StringEquals: { [key]: value } });

type Role = { readonly trust: readonly Statement[]; readonly policy?: readonly Statement[] };

/** Ways from the user to the role `last`, and the graph that they are of. */
function ways(roles: Readonly<Record<string, Role>>, adas: readonly Statement[] = tagsToo) {
  const snapshot = snapshotOf({
    accounts: [
      {
        id: own,
        users: [{ name: "ada", policies: [adas] }],
        roles: Object.entries(roles).map(([name, { trust, policy = tagsToo }]) => ({
          name,
          trust,
          policies: [policy],
        })),
      },
    ],
  });
  const reach = reachOf(snapshot);
  const to = roleArn(own, "last");
  return {
    ...reach,
    found: reach.paths({ from: ada, to }),
    sure: reach.paths({ from: ada, to, onlyProven: true }),
  };
}

const last = { trust: [trusts(by("first"), red)] };
/** Somebody else may tag its sessions, so that its tags are open. */
const otherTags = also(trusts({ AWS: roleArn(own, "other") }), "sts:TagSession");
const other = { trust: [trusts({ Service: "ec2.amazonaws.com" })] };

const told = (found: readonly Parameters<typeof shown>[0][]): readonly string[] => found.map(shown);
const arn = (name: string): string => roleArn(own, name);

test("a hop that asks for a session tag is possible where the hop before may set it, and that is told", () => {
  const { found, sure } = ways({ first: { trust: [also(trusts(by("ada")), "sts:TagSession")] }, last });
  assert.deepEqual(told(found), [`assume → ${arn("first")}, assume → ${arn("last")}`]);
  assert.equal(sure.length, 1);
  assert.deepEqual(found[0]?.hops[0]?.session?.sets, [
    { key: "aws:RequestTag/team", operator: "StringEquals", values: ["red"], controlledBy: "caller" },
    { key: "aws:TagKeys", operator: "ForAnyValue:StringEquals", values: ["team"], controlledBy: "caller" },
  ]);
});

test("it is impossible where only others may tag the session, or the trust policy lets them set another value", () => {
  const untagged = ways({ first: { trust: [trusts(by("ada")), otherTags] }, other, last });
  assert.deepEqual(told(untagged.found), []);
  const blue = also(trusts(by("ada"), identity("aws:RequestTag/team", "blue")), "sts:TagSession");
  assert.deepEqual(told(ways({ first: { trust: [blue] }, last }).found), []);
});

test("a tag that a session inherits is set as transitive, over two hops", () => {
  const chain = (trust: Statement) =>
    ways({
      zero: { trust: [trust, otherTags] },
      first: {
        trust: [also(trusts(by("zero"), { Null: { "aws:TagKeys": "true" } }), "sts:TagSession"), otherTags],
      },
      other,
      last,
    });
  const taggable = chain(also(trusts(by("ada")), "sts:TagSession"));
  assert.equal(taggable.found.length, 1);
  assert.deepEqual(
    chain(also(trusts(by("ada"), { Null: { "sts:TransitiveTagKeys": "true" } }), "sts:TagSession")).found,
    [],
  );
  assert.deepEqual(chain(trusts(by("ada"))).found, []);
});

test("a chain has one source identity: a hop that asks for another one than was set is impossible", () => {
  const chain = (asked: string) =>
    ways({
      first: {
        trust: [also(trusts(by("ada"), identity("sts:SourceIdentity", "ada")), "sts:SetSourceIdentity")],
      },
      last: {
        trust: [also(trusts(by("first"), identity("aws:SourceIdentity", asked)), "sts:SetSourceIdentity")],
      },
    });
  assert.equal(chain("ada").found.length, 1);
  assert.deepEqual(told(chain("bob").found), []);
});

test("a source identity that nobody may set before the hop that asks for it is impossible", () => {
  const asks = {
    trust: [also(trusts(by("first"), identity("aws:SourceIdentity", "ada")), "sts:SetSourceIdentity")],
  };
  assert.deepEqual(told(ways({ first: { trust: [trusts(by("ada"))] }, last: asks }).found), []);
  const { found } = ways({
    first: { trust: [also(trusts(by("ada")), "sts:SetSourceIdentity")] },
    last: asks,
  });
  assert.deepEqual(
    found[0]?.hops[0]?.session?.sets.map(({ key, values }) => [key, values]),
    [["sts:SourceIdentity", ["ada"]]],
  );
});

test("MFA stays a condition of a user's hop; of a role's hop it is a doubt", () => {
  const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
  const byUser = ways({ first: { trust: [trusts(by("ada"), mfa)] }, last: { trust: [trusts(by("first"))] } });
  assert.equal(byUser.sure.length, 1);
  const byRole = ways({ first: { trust: [trusts(by("ada"))] }, last: { trust: [trusts(by("first"), mfa)] } });
  assert.deepEqual(byRole.sure, []);
  assert.deepEqual(told(byRole.found), [`assume → ${arn("first")}, assume? → ${arn("last")}`]);
  const hop = byRole.found[0]?.hops[1];
  assert.match(hop === undefined ? "" : byRole.story(hop).reasons.join(), /MFA/);
});

test("where the session rules an assumption out, a technique to the same role is still told", () => {
  const { found } = ways({
    first: { trust: [trusts(by("ada")), otherTags], policy: [allowAll] },
    other,
    last,
  });
  const [way] = found.filter(({ hops }) => hops.length === 2);
  assert.equal(way?.hops[1]?.kind, "escalate");
});

test("an external id is no matter of the session", () => {
  const asks = { trust: [trusts(by("first"), identity("sts:ExternalId", "secret"))] };
  const { sure, story } = ways({ first: { trust: [trusts(by("ada"))], policy: assumes }, last: asks });
  const hop = sure[0]?.hops[1];
  assert.deepEqual(hop === undefined ? [] : story(hop).guard.map(({ key }) => key), ["sts:ExternalId"]);
});

test("an outsider sets the tag where the trust policy lets it, and has no way where it lets nobody but others", () => {
  const partner = "999999999999";
  const from = (entry: Statement) => {
    const roles = [
      { name: "first", trust: [entry], policies: [tagsToo] },
      { name: "last", trust: last.trust },
    ];
    return reachOf(snapshotOf({ accounts: [{ id: own, roles }] })).paths({
      from: "external",
      to: arn("last"),
    });
  };
  const [way] = from(also(trusts({ AWS: partner }), "sts:TagSession"));
  assert.equal(way?.proven, true);
  assert.deepEqual(
    way?.hops[0]?.session?.sets.map(({ key }) => key),
    ["aws:RequestTag/team", "aws:TagKeys"],
  );
  assert.deepEqual(from(trusts({ AWS: partner })), []);
});
