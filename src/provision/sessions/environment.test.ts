import assert from "node:assert/strict";
import { test } from "node:test";
import { commandEnvironment } from "./environment.ts";

const session = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "secret",
  sessionToken: "token",
  expiration: new Date("2026-01-31T12:00:00Z"),
  region: null,
};

test("A command finds the session's credentials, no others, and no secret of the call that took it", () => {
  const base = {
    PATH: "/bin",
    AWS_PROFILE: "work",
    AWS_DEFAULT_PROFILE: "work",
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "long-lived",
    AWS_SECURITY_TOKEN: "old",
    AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/",
    ACCESSLENS_EXTERNAL_ID: "held-by-nobody-else",
    AWS_ACCOUNT_ID: "999999999999",
    AWS_CREDENTIAL_SCOPE: "somewhere",
    AWS_BEARER_TOKEN_BEDROCK: "of-another-account",
    ACCESSLENS_ACCOUNT_ID: "999999999999",
    ACCESSLENS_ACCOUNT_NAME: "of the run around this one",
    AWS_REGION: "eu-west-1",
    MISSING: undefined,
  };
  assert.deepEqual(commandEnvironment(base, session, { ACCESSLENS_ACCOUNT_ID: "123456789012" }), {
    PATH: "/bin",
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "token",
    AWS_CREDENTIAL_EXPIRATION: "2026-01-31T12:00:00.000Z",
    ACCESSLENS_ACCOUNT_ID: "123456789012",
  });
});

test("A region that is named goes by both of its names", () => {
  const { AWS_REGION, AWS_DEFAULT_REGION } = commandEnvironment(
    { AWS_REGION: "eu-west-1" },
    { ...session, region: "us-east-2" },
  );
  assert.deepEqual([AWS_REGION, AWS_DEFAULT_REGION], ["us-east-2", "us-east-2"]);
});
