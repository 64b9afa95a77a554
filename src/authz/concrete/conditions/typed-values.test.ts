import assert from "node:assert/strict";
import { test } from "node:test";
import { requestContext } from "../request-context.ts";
import { addressComparisons } from "./addresses.ts";
import { binaryComparisons } from "./binary.ts";
import { dateComparisons } from "./dates.ts";
import { numberComparisons } from "./numbers.ts";

const context = requestContext({}, { kind: "anonymous" }, null);
const sameDate = (policy: string, value: string) =>
  dateComparisons.DateEquals.prepare(policy, true)(value, context);
const sameNumber = (policy: string, value: string) =>
  numberComparisons.NumericEquals.prepare(policy, true)(value, context);
const inBlock = (policy: string, value: string) =>
  addressComparisons.IpAddress.prepare(policy, true)(value, context);
const isOpen = (outcome: unknown) => typeof outcome === "object";

test("dates are read in the forms of ISO 8601 and as seconds since 1970", () => {
  assert.equal(sameDate("2026", "2026-01-01"), true);
  assert.equal(sameDate("2026-02", "2026-02-01T00:00Z"), true);
  assert.equal(sameDate("2026-02-01T12:30:00-05:30", "2026-02-01T18:00:00Z"), true);
  assert.equal(sameDate("2026-02-01T00:00:00", "2026-02-01T00:00:00Z"), true);
  assert.equal(sameDate("0", "1970-01-01T00:00:00Z"), true);
  assert.equal(sameDate("1780272000.5", "2026-06-01T00:00:00.500Z"), true);
  assert.equal(sameDate("2024-02-29", "2024-02-29T00:00:00Z"), true);
});

test("what is no date leaves the outcome open", () => {
  for (const text of [
    "2026-02-30",
    "2026-13-01",
    "2026-01-01T25:00:00Z",
    "soon",
    "",
    "2026-1-1",
    "-5",
    "${aws:CurrentTime}",
  ]) {
    assert.ok(isOpen(sameDate(text, "2026-01-01")), text);
    assert.ok(isOpen(sameDate("2026-01-01", text)), text);
  }
});

test("numbers are decimal", () => {
  assert.equal(sameNumber("-0.50", "-.5"), true);
  assert.equal(sameNumber("+3", "3"), true);
  for (const text of ["", "1e3", "0x10", "1,000", "NaN", " 1"])
    assert.ok(isOpen(sameNumber(text, "1")), text);
});

test("addresses are read in every form of RFC 4291", () => {
  assert.equal(inBlock("::/0", "::"), true);
  assert.equal(inBlock("::ffff:10.0.0.0/104", "::ffff:10.1.2.3"), true);
  assert.equal(inBlock("10.0.0.0/8", "::ffff:10.1.2.3"), false);
  assert.equal(inBlock("2001:db8::/33", "2001:db8:8000::"), false);
  assert.equal(inBlock("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), true);
  assert.equal(inBlock("203.0.113.4/30", "203.0.113.7"), true);
  assert.equal(inBlock("203.0.113.4/30", "203.0.113.8"), false);
});

test("what is no address leaves the outcome open", () => {
  for (const text of [
    "10.0.0",
    "10.0.0.256",
    "10.0.0.0/33",
    "::/129",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "12345::",
    "10.0.0.0/",
    "",
    "*",
  ]) {
    assert.ok(isOpen(inBlock(text, "10.0.0.1")), text);
  }
});

test("bytes are the same with and without padding", () => {
  const same = (policy: string, value: string) =>
    binaryComparisons.BinaryEquals.prepare(policy, true)(value, context);
  assert.equal(same("QQ==", "QQ"), true);
  assert.equal(same("QQ==", "Qg=="), false);
  assert.ok(isOpen(same("not base64!", "QQ==")));
});
