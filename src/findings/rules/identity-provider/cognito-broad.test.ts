import assert from "node:assert/strict";
import { test } from "node:test";
import { tryStatements } from "../../rule-trial.ts";
import { cognitoBroad } from "./cognito-broad.ts";

const host = "cognito-identity.amazonaws.com";
const pool = "eu-west-1:12345678-dead-beef-cafe-123456790ab1";

function causes(condition?: object): readonly string[] {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: host },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(condition === undefined ? {} : { Condition: condition }),
  };
  return tryStatements(cognitoBroad, statement).map(({ cause, severity }) => `${cause} ${severity}`);
}
const method = (amr: string) => ({ "ForAnyValue:StringLike": { [`${host}:amr`]: amr } });

test("Without the pool's id, or with a pattern of it, every pool of AWS is let in", () => {
  assert.deepEqual(causes(), ["any-pool critical"]);
  assert.deepEqual(causes(method("authenticated")), ["any-pool critical"]);
  assert.deepEqual(causes({ StringLike: { [`${host}:aud`]: "eu-west-1:*" } }), ["any-pool critical"]);
  assert.deepEqual(causes({ StringNotEquals: { [`${host}:aud`]: pool } }), ["any-pool critical"]);
});

test("Guests of one pool are told, whether alone or among others", () => {
  const one = { StringEquals: { [`${host}:aud`]: pool } };
  assert.deepEqual(causes({ ...one, ...method("unauthenticated") }), ["guests medium"]);
  assert.deepEqual(causes({ ...one, ...method("*authenticated") }), ["guests medium"]);
  assert.deepEqual(causes(one), ["guests-too medium"]);
});

test("People of one pool who signed in are fine", () => {
  assert.deepEqual(causes({ StringEquals: { [`${host}:aud`]: pool }, ...method("authenticated") }), []);
});

test("One exact identity is fine", () => {
  assert.deepEqual(causes({ StringEquals: { [`${host}:sub`]: pool } }), []);
});
