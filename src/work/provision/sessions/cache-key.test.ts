import assert from "node:assert/strict";
import { test } from "node:test";
import type { SessionWish } from "../../../provision/sessions/index.ts";
import { cacheKey } from "./cache-key.ts";

const wish: SessionWish = {
  ...{ roles: ["arn:aws:iam::222222222222:role/Spoke"], name: "ada", tags: [], transitive: [] },
  ...{
    sourceIdentity: null,
    externalId: "held-by-nobody-else",
    externalIdsOnTheWay: {},
    policies: { inline: null, arns: [] },
    seconds: null,
  },
};
const settings = { profile: "work", region: null, fips: false, version: "1", secondFactor: null };

test("A kept session is that of one machine and one source of credentials, and its name tells nothing", async () => {
  const base = await cacheKey(wish, settings, {}, "laptop");
  assert.match(base, /^[0-9a-f]{64}$/);
  assert.equal(await cacheKey({ ...wish }, { ...settings }, { PATH: "/bin" }, "laptop"), base);
  const others = await Promise.all([
    cacheKey(wish, settings, {}, "another-instance"),
    cacheKey(wish, { ...settings, profile: "other" }, {}, "laptop"),
    cacheKey(wish, settings, { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" }, "laptop"),
    cacheKey(wish, settings, { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token" }, "laptop"),
    cacheKey({ ...wish, externalId: "another" }, settings, {}, "laptop"),
    cacheKey({ ...wish, externalIdsOnTheWay: { a: "another" } }, settings, {}, "laptop"),
    cacheKey({ ...wish, roles: ["arn:aws:iam::333333333333:role/Spoke"] }, settings, {}, "laptop"),
  ]);
  assert.equal(new Set([base, ...others]).size, 8);
});
