import assert from "node:assert/strict";
import { test } from "node:test";
import { knownVendors, vendorDirectory } from "./vendors.ts";

test("a published vendor account is known by name and by where it is published", () => {
  const vendor = knownVendors.vendorOf("464622532012");
  assert.equal(vendor?.name, "Datadog");
  assert.equal(vendor?.isAwsService, false);
  assert.ok(vendor.published.some((address) => address.startsWith("https://docs.datadoghq.com/")));
});

test("accounts from which AWS services act are told apart from vendors", () => {
  assert.equal(knownVendors.vendorOf("127311923021")?.isAwsService, true);
});

test("an account that nobody has published is nobody's", () => {
  assert.equal(knownVendors.vendorOf("000000000000"), null);
});

test("the user's own list extends the published one and overrides it, and changes the fingerprint", () => {
  const directory = vendorDirectory([
    { name: "Our auditor", accounts: ["999988887777", "464622532012"], source: "contract 17" },
  ]);
  assert.equal(directory.vendorOf("999988887777")?.name, "Our auditor");
  assert.equal(directory.vendorOf("464622532012")?.name, "Our auditor");
  assert.equal(directory.vendorOf("865078226113")?.name, "Datadog");
  assert.notEqual(directory.fingerprint, knownVendors.fingerprint);
});
