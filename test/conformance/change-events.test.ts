/** The event list, held to AWS's list of actions and to what is collected. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { collectors } from "../../src/collect/live/index.ts";
import type { Touch } from "../../src/logs/change-events/change-rule.ts";
import { changeEvents } from "../../src/logs/index.ts";
import { openActionCatalogue } from "../../src/work/action-file.ts";

const catalogue = openActionCatalogue();
const collected = new Set(collectors.flatMap(({ types }) => types));
const rules = changeEvents.flatMap((service) =>
  Object.entries(service.changes).map(([name, rule]) => ({ service, name, rule })),
);

/** Of these, what changes anything is in the list, or left out with a reason. */
const wholeServices = new Set(["iam", "organizations", "rolesanywhere", "kms", "sqs"]);
/** Of others, what changes permissions, and what is named as if it did; but for EC2, whose networks have policies of their own. */
const soundsLike = /Polic|Permission(?!Set)|PublicAccess|Ownership|Acl$|Grant|Assignment|TrustAnchor|Share/;
/** Writes that do not change what somebody may do: in whole services they need no reason one by one. */
const ofNoInterest = new Set(
  "Decrypt DeriveSharedSecret Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GenerateRandom ReEncryptFrom ReEncryptTo Sign Verify VerifyMac ChangeMessageVisibility DeleteMessage SendMessage".split(
    " ",
  ),
);

test("Each event is a call that AWS's list of actions knows, but for what AWS does by itself", () => {
  const wrong = rules.flatMap(({ service, name, rule }) => {
    if (rule.permission === null) return [];
    const action = rule.permission ?? `${service.prefix}:${name}`;
    return catalogue.action(action) === null ? [action] : [];
  });
  assert.deepEqual(wrong, []);
});

test("What is left out exists, has a reason, and is not in the list as well", () => {
  const wrong = changeEvents.flatMap(({ prefix, changes, omitted }) =>
    Object.entries(omitted).flatMap(([name, why]) =>
      why.length < 10 || name in changes || !isKnown(prefix, name) ? [`${prefix}:${name}`] : [],
    ),
  );
  assert.deepEqual(wrong, []);
});

/** Calls that share the permission of another. */
const withoutActionOfTheirOwn = new Set(["s3:DeleteBucketTagging"]);

function isKnown(prefix: string, name: string): boolean {
  const action = `${prefix}:${name}`;
  return withoutActionOfTheirOwn.has(action) || catalogue.action(action) !== null;
}

test("Whatever changes permissions is in the list, or left out with a reason", () => {
  const missing = changeEvents.flatMap(({ prefix, changes, omitted }) => {
    const permissions = new Set(
      Object.entries(changes).map(([name, { permission }]) => permission ?? `${prefix}:${name}`),
    );
    return catalogue.matching(`${prefix}:*`).flatMap(({ service, name, accessLevel }) => {
      const isMeant =
        accessLevel === "permissions-management" ||
        (accessLevel === "write" &&
          ((soundsLike.test(name) && prefix !== "ec2") || wholeServices.has(prefix))) ||
        (accessLevel === "tagging" && wholeServices.has(prefix));
      if (!isMeant || ofNoInterest.has(name)) return [];
      return permissions.has(`${service}:${name}`) || name in omitted ? [] : [`${service}:${name}`];
    });
  });
  assert.deepEqual(missing, []);
});

test("Every type that an event touches is collected, and every collected type has an event", () => {
  const types = (touch: Touch): readonly string[] => ("type" in touch ? [touch.type] : []);
  const touched = new Set(rules.flatMap(({ rule }) => rule.touches.flatMap(types)));
  assert.deepEqual(
    [...touched].filter((type) => !collected.has(type)),
    [],
  );
  assert.deepEqual(
    [...collected].filter((type) => !touched.has(type) && !(type in withoutEvents)),
    [],
  );
});

/** Why nothing tells of a change of them. */
const withoutEvents: Readonly<Record<string, string>> = {
  "AWS::Lambda::Version": "read with its function",
  "AWS::Lambda::Alias": "read with its function",
  "AWS::RolesAnywhere::TrustAnchor": "read with the account's",
  "AWS::RolesAnywhere::Profile": "read with the account's",
  "AWS::Backup::LogicallyAirGappedBackupVault": "its events are those of any vault",
};

test("Each source and each eventName is there once", () => {
  const sources = changeEvents.map(({ source }) => source);
  assert.equal(new Set(sources).size, sources.length);
  assert.ok(rules.length > 200, String(rules.length));
});
