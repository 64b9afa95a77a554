import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { signedHeaders } from "./standard-webhooks.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

test("the published example has the published signature", () => {
  const headers = signedHeaders(
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    1_614_265_330_000,
    '{"test": 2432232314}',
    secret,
  );
  assert.deepEqual(headers, {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("the scheme's own library takes our signatures, and no other body", () => {
  const body = JSON.stringify({ who: "Prüfung-監査" });
  const headers = signedHeaders("alert-1", Date.now(), body, secret);
  assert.deepEqual(new Webhook(secret).verify(body, { ...headers }), JSON.parse(body));
  assert.throws(() => new Webhook(secret).verify(`${body} `, { ...headers }));
});

test("a secret without whsec_ is taken as it is", () => {
  const headers = signedHeaders("alert-1", Date.now(), "{}", "a raw secret, with spaces");
  const judge = new Webhook("a raw secret, with spaces", { format: "raw" });
  assert.deepEqual(judge.verify("{}", { ...headers }), {});
});

test("while a secret is replaced, the old and the new one both verify", () => {
  const next = `whsec_${Buffer.from("another secret of some length").toString("base64")}`;
  const headers = signedHeaders("alert-1", Date.now(), "{}", `${secret} ${next}`);
  for (const one of [secret, next]) assert.deepEqual(new Webhook(one).verify("{}", { ...headers }), {});
});
