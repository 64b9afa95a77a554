import assert from "node:assert/strict";
import { test } from "node:test";
import { networkOf } from "./network-of.ts";

for (const [address, network] of [
  ["203.0.113.77", "203.0.113.0/24"],
  ["::ffff:203.0.113.77", "203.0.113.0/24"],
  ["2001:DB8:01:2:3:4:5:6", "2001:db8:1::/48"],
  ["2001:db8::1", "2001:db8::/48"],
  ["2001:0:7::1", "2001:0:7::/48"],
  ["::1", "::/48"],
  ["lambda.amazonaws.com", "lambda.amazonaws.com"],
  ["AWS Internal", "AWS Internal"],
  ["1:2:3", "1:2:3"],
  ["1::2::3", "1::2::3"],
  ["g::1", "g::1"],
] as const) {
  test(`${address} is of ${network}`, () => assert.equal(networkOf(address), network));
}
