import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { acceptedText, dayIn, suppressionLines } from "./acceptances.ts";

test("the lines for the file say what was typed, whatever it is", () => {
  for (const reason of ["fine", 'a "b": {c} # d', "a\nb: c", "- x", "\u2028\u0007", "yes", "&a *b !c", "'"]) {
    const text = suppressionLines(["0123456789abcdef", "fedcba9876543210"], {
      reason,
      expires: "2027-01-31",
    });
    assert.deepEqual(parse(text), {
      suppressions: [
        { finding: "0123456789abcdef", reason, expires: "2027-01-31" },
        { finding: "fedcba9876543210", reason, expires: "2027-01-31" },
      ],
    });
  }
});

test("90 days from a day, over the end of the year", () => {
  assert.equal(dayIn(90, new Date("2026-11-26T23:30:00Z")), "2027-02-24");
});

test("what was accepted is told in a sentence", () => {
  const none = { accepted: [], replaced: [], unchanged: [] };
  assert.equal(acceptedText({ ...none, accepted: ["a"] }), "Accepted 1 finding.");
  assert.equal(
    acceptedText({ accepted: ["a", "b"], replaced: ["c"], unchanged: ["d"] }),
    "Accepted 2 findings; replaced the entry of 1; 1 had been accepted so already.",
  );
});
