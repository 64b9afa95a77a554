import assert from "node:assert/strict";
import { test } from "node:test";
import { type Arn, isArn } from "../model/index.ts";
import { findingId } from "./finding-id.ts";

const role = (name: string): Arn => {
  const arn = `arn:aws:iam::111111111111:role/${name}`;
  if (!isArn(arn)) throw new Error(arn);
  return arn;
};

test("The same rule, subject and cause have the same id for ever", () => {
  assert.equal(findingId("external-access", role("vendor"), "vendor:Datadog"), "06eb2c30562d565d");
});

test("A hundred thousand findings that differ little have different ids", () => {
  const ids = new Set<string>();
  for (let i = 0; i < 100_000; i++)
    ids.add(findingId("external-access", role(`r${i}`), "account:999999999999"));
  for (let i = 0; i < 100_000; i++) ids.add(findingId("external-access", role("r"), `account:${i}`));
  assert.equal(ids.size, 200_000);
  assert.match([...ids][0] ?? "", /^[0-9a-f]{16}$/);
});

test("The boundary between subject and cause counts", () => {
  assert.notEqual(findingId("r", role("ab"), "c"), findingId("r", role("a"), "bc"));
});
