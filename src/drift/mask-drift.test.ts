import assert from "node:assert/strict";
import { test } from "node:test";
import { change, driftEvent, externalId } from "../../test/support/alerts.ts";
import { maskDriftChange, maskDriftEvent } from "./mask-drift.ts";

test("no external ID is left anywhere in a change that is told", () => {
  const event = driftEvent({
    title: `Backup asks for "${externalId}" no more`,
    severityReasons: [`It was ${externalId}.`],
    changes: [
      {
        ...change,
        summary: `(${externalId}) is gone`,
        notes: [externalId],
        reaches: [`by ${externalId}, too`],
      },
    ],
  });
  const masked = maskDriftEvent(event);
  assert.ok(!JSON.stringify(masked).includes(externalId));
  assert.equal(masked.title, "Backup asks for <masked, 18 characters> no more");
  assert.deepEqual(masked.changes[0]?.guards[0]?.before, [
    "sts:ExternalId StringEquals <masked, 18 characters>",
  ]);
});

test("names that an external ID is part of stay, and so does an account's id that is taken for one", () => {
  const { summary } = maskDriftChange({
    ...change,
    gained: [],
    guards: [],
    examples: {
      gained: {
        principal: "p",
        action: "sts:AssumeRole",
        resource: { arn: "r", account: "111122223333" },
        context: { "STS:externalid": ["999988887777", "Back"] },
      },
      lost: null,
    },
    summary: "999988887777 can assume role/Backup by Back now",
  });
  assert.equal(summary, "999988887777 can assume role/Backup by <masked, 4 characters> now");
});

test("guards that only ask whether there is one stay readable", () => {
  const guard = { ...change.guards[0], before: ["sts:ExternalId Null false"], after: [] };
  const masked = maskDriftChange({
    ...change,
    guards: [
      {
        ...change.guards[0],
        ...guard,
        change: "external-id-dropped",
        weaker: true,
        who: "w",
        key: "sts:ExternalId",
      },
    ],
  });
  assert.deepEqual(masked.guards[0]?.before, ["sts:ExternalId Null false"]);
});
