import assert from "node:assert/strict";
import { test } from "node:test";
import { toggled } from "../parts/toggled.ts";
import { chosenOf, filterQuery, isNarrowed, viewOf } from "./triage-view.ts";

const usual = viewOf({});

test("without a word in the address, open findings are shown one by one", () => {
  assert.deepEqual([usual.by, usual.status, usual.page, isNarrowed(usual)], ["finding", "open", 1, false]);
  assert.deepEqual(filterQuery(usual), { status: ["open"] });
  assert.ok(Object.values(chosenOf(usual)).every((value) => value === ""));
});

test("an address leads back to the view that wrote it", () => {
  const view = {
    ...usual,
    by: "cause",
    severities: ["critical", "low"],
    status: "all",
    rules: ["external-access", "external-id-weak"],
    accounts: ["111111111111"],
    text: "a & b = c, “d”",
    like: "0123456789abcdef",
    page: 3,
  } as const;
  assert.deepEqual(viewOf(chosenOf(view)), view);
  assert.deepEqual(filterQuery(view), {
    severities: ["critical", "low"],
    rule: ["external-access", "external-id-weak"],
    account: ["111111111111"],
    text: "a & b = c, “d”",
    like: "0123456789abcdef",
  });
});

test("what an address can't mean is left out", () => {
  const view = viewOf({
    by: "x",
    severity: "worst,high,high",
    status: "?",
    account: "1,x",
    like: "<b>",
    page: "-1",
  });
  assert.deepEqual(view, { ...usual, severities: ["high"] });
  for (const page of ["0", "1.5", "x", "1e400", ""]) assert.equal(viewOf({ page }).page, 1);
});

test("a choice is taken and given back", () => {
  assert.deepEqual(toggled(["a"], "b"), ["a", "b"]);
  assert.deepEqual(toggled(["a", "b"], "a"), ["b"]);
});
