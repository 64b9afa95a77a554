import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenOf, filterQuery, isNarrowed, viewOf } from "./drift-view.ts";

test("a view comes back from its address as it was", () => {
  const chosen = {
    severity: "critical,high",
    side: "gained,outsiders",
    kind: "unresolved",
    about: "trust-policy,tags",
    account: "111122223333,organization",
    who: "arn:aws:sts::111122223333:assumed-role/A/b,c=d\nec2.amazonaws.com",
    actor: "anna",
    text: "ledger",
    subject: "arn:aws:s3:::ledger",
    expected: "no",
    from: "2026-11-20",
    to: "2026-11-24T15",
    page: "3",
    view: "table",
    live: "1",
  };
  assert.deepEqual(chosenOf(viewOf(chosen)), chosen);
});

test("what an address can't mean is left out", () => {
  const view = viewOf({
    severity: "terrible",
    side: "x",
    kind: "toString",
    about: "constructor",
    account: "12,<b>",
    expected: "perhaps",
    from: "2026-99-99",
    to: "yesterday",
    page: "-1",
  });
  assert.equal(isNarrowed(view), false);
  assert.equal(view.page, 1);
});

test("days and hours are asked for to their last millisecond", () => {
  const day = filterQuery(viewOf({ from: "2026-11-24", to: "2026-11-24" }));
  assert.deepEqual(day, { from: Date.UTC(2026, 10, 24), to: Date.UTC(2026, 10, 25) - 1 });
  const hour = filterQuery(viewOf({ from: "2026-11-24T15", to: "2026-11-24T15" }));
  assert.deepEqual(hour, { from: Date.UTC(2026, 10, 24, 15), to: Date.UTC(2026, 10, 24, 16) - 1 });
});
