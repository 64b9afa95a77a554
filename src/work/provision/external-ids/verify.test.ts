import assert from "node:assert/strict";
import { test } from "node:test";
import type { RegisteredExternalId } from "../../../model/index.ts";
import type { KnownTrust, ThirdParty } from "./known-trusts.ts";
import { callersOf } from "./roles-to-check.ts";
import { verifiedRoles } from "./verify.ts";

const role = { arn: "arn:aws:iam::111111111111:role/Vendor", account: "111111111111" };
const acme = "464622532012";
const globex = "999999999999";

function record(externalId: string, state: "current" | "retiring"): RegisteredExternalId {
  return {
    ...{ relationship: "acme", externalId, state, issuedAt: 1, issuedBy: "ada", changedAt: 1 },
    ...{ origin: "issued", weakness: null, note: null, roles: [] },
  };
}

function statement(account: string, externalId: string | readonly string[] | null): object {
  return {
    Effect: "Allow",
    Principal: { AWS: account },
    Action: "sts:AssumeRole",
    ...(externalId === null ? {} : { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
  };
}

function party(caller: string): ThirdParty {
  return { caller, label: `account ${caller}`, name: null, asked: [] };
}

function trusting(...statements: readonly object[]): KnownTrust {
  const trust = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return { role, trust, thirdParties: [party(acme), party(globex)] };
}

function verdicts(known: KnownTrust, retiring: string | null = null): readonly string[] {
  const inUse = {
    current: record("id-of-acme", "current"),
    retiring: retiring === null ? null : record(retiring, "retiring"),
  };
  return verifiedRoles(inUse, [known], null).map(({ caller, verdict }) => `${caller}: ${verdict}`);
}

test("Another third party of the same role has its own external ID, and is none of this relationship's business", () => {
  assert.deepEqual(verdicts(trusting(statement(acme, "id-of-acme"), statement(globex, "id-of-globex"))), [
    "account 464622532012: safe",
  ]);
});

test("One that gets in with this relationship's external ID counts, whatever else it brings", () => {
  assert.deepEqual(verdicts(trusting(statement(acme, "id-of-acme"), statement(globex, null))), [
    "account 464622532012: safe",
    "account 999999999999: open",
  ]);
});

test("Who takes one of the two alone while a rotation is under way is not hidden by who takes both", () => {
  assert.deepEqual(
    verdicts(
      trusting(statement(acme, "old-of-acme"), statement(globex, ["id-of-acme", "old-of-acme"])),
      "old-of-acme",
    ),
    ["account 464622532012: locked-out", "account 999999999999: safe"],
  );
});

test("Where nobody gets in with it, all are told", () => {
  assert.equal(verdicts(trusting(statement(acme, "other"), statement(globex, "another"))).length, 2);
});

test("A caller that is named is asked about wherever its account, or any account, is let in", () => {
  const anyone: ThirdParty = { ...party("000000000000"), isAnyone: true };
  const at = (caller: string | null, ...parties: readonly ThirdParty[]) =>
    callersOf({ ...trusting(), thirdParties: parties }, caller).map((one) => one.caller);
  const scanner = `arn:aws:iam::${acme}:role/Scanner`;
  assert.deepEqual(at(null, party(acme), anyone), [acme, "000000000000"]);
  assert.deepEqual(at(acme, party(acme), party(globex)), [acme]);
  assert.deepEqual(at(scanner, party(acme)), [scanner]);
  assert.deepEqual(at(acme, anyone), [acme]);
  assert.deepEqual(at(acme, party(acme), anyone), [acme]);
  assert.deepEqual(at(acme, party(globex)), []);
});
