import assert from "node:assert/strict";
import { test } from "node:test";
import { letIn, owner, stranger, tryStatements, vendor } from "../../rule-trial.ts";
import { externalIdWeak } from "./external-id-weak.ts";

const good = "3f2b8c1e-9d47-4a6b-8e05-7c1d2f9a4b60";

const weak: readonly (readonly [what: string, condition: object, severity: string])[] = [
  ["that may be missing by IfExists", { StringEqualsIfExists: { "sts:ExternalId": good } }, "high"],
  ["with a negated operator", { StringNotEquals: { "sts:ExternalId": "none" } }, "high"],
  ["under ForAllValues", { "ForAllValues:StringEquals": { "sts:ExternalId": good } }, "high"],
  ["that matches anything", { StringLike: { "sts:ExternalId": "*" } }, "high"],
  ["with a guessable start", { StringLike: { "sts:ExternalId": "acme-*" } }, "high"],
  ["that only has to be there", { Null: { "sts:ExternalId": "false" } }, "high"],
  ["that is our account id", { StringEquals: { "sts:ExternalId": owner } }, "high"],
  ["that is their account id", { StringEquals: { "sts:ExternalId": vendor } }, "high"],
  ["of common words", { StringEquals: { "sts:ExternalId": "datadog-prod" } }, "medium"],
  ["that is short", { StringEquals: { "sts:ExternalId": "x7Qp2" } }, "medium"],
];

for (const [what, condition, severity] of weak) {
  test(`An external id ${what} is weak`, () => {
    const drafts = tryStatements(externalIdWeak, letIn({ AWS: vendor }, { Condition: condition }));
    assert.deepEqual(
      drafts.map((draft) => draft.severity),
      [severity],
      JSON.stringify(drafts),
    );
  });
}

const strong: readonly (readonly [what: string, condition: object])[] = [
  ["drawn at random", { StringEquals: { "sts:ExternalId": good } }],
  ["drawn at random, under StringLike without wildcards", { StringLike: { "sts:ExternalId": good } }],
  [
    "under ForAllValues that must be there too",
    { "ForAllValues:StringEquals": { "sts:ExternalId": good }, Null: { "sts:ExternalId": "false" } },
  ],
];

for (const [what, condition] of strong) {
  test(`An external id ${what} is not weak`, () => {
    assert.deepEqual(tryStatements(externalIdWeak, letIn({ AWS: stranger }, { Condition: condition })), []);
  });
}
