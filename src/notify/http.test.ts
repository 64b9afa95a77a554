import assert from "node:assert/strict";
import { test } from "node:test";
import { startReceiver } from "../../test/support/receiver.ts";
import { post, retryAfter } from "./http.ts";

const now = Date.parse("2026-03-01T10:00:00Z");

const retryAfters: readonly (readonly [header: string | null, milliseconds: number | null])[] = [
  [null, null],
  ["0", 0],
  ["120", 120_000],
  [" 7 ", 7000],
  ["Sun, 01 Mar 2026 10:01:30 GMT", 90_000],
  ["Sun, 01 Mar 2026 09:00:00 GMT", 0],
  ["-5", null],
  ["soon", null],
  ["1.5", null],
];
for (const [header, milliseconds] of retryAfters) {
  test(`Retry-After ${JSON.stringify(header)} means ${milliseconds} ms`, () => {
    assert.equal(retryAfter(header, now), milliseconds);
  });
}

const send = async (url: string, own: { secrets?: readonly string[]; timeoutMilliseconds?: number } = {}) =>
  post(
    { url: new URL(url), headers: {}, body: "{}", secrets: own.secrets ?? [] },
    { timeoutMilliseconds: own.timeoutMilliseconds ?? 5000, signal: new AbortController().signal, now },
  );

const statuses: readonly (readonly [status: number, kind: "delivered" | "refused" | "try-again"])[] = [
  [200, "delivered"],
  [202, "delivered"],
  [204, "delivered"],
  [301, "refused"],
  [302, "refused"],
  [307, "refused"],
  [400, "refused"],
  [401, "try-again"],
  [403, "try-again"],
  [404, "try-again"],
  [408, "try-again"],
  [410, "refused"],
  [413, "refused"],
  [422, "refused"],
  [425, "try-again"],
  [429, "try-again"],
  [500, "try-again"],
  [503, "try-again"],
];
for (const [status, kind] of statuses) {
  test(`an answer ${status} is ${kind}`, async () => {
    let followed = false;
    const receiver = await startReceiver((response, _, request) => {
      if (request.url === "/elsewhere") followed = true;
      response.writeHead(status, { location: "/elsewhere" }).end();
    });
    const result = await send(receiver.url);
    receiver.close();
    assert.equal(result.kind, kind);
    assert.equal(followed, false, "redirects are not followed");
  });
}

test("a receiver that is busy is asked again when it says", async () => {
  for (const [header, wait] of [
    ["3", 3000],
    ["Sun, 01 Mar 2026 10:00:10 GMT", 10_000],
  ] as const) {
    const receiver = await startReceiver((response) =>
      response.writeHead(429, { "retry-after": header }).end("slow down"),
    );
    const result = await send(receiver.url);
    receiver.close();
    assert.deepEqual(result, {
      kind: "try-again",
      reason: "answered 429: slow down",
      retryAfterMilliseconds: wait,
    });
  }
});

test("a receiver that does not answer, or closes the connection, is asked again", async () => {
  const silent = await startReceiver(() => undefined);
  assert.deepEqual(await send(silent.url, { timeoutMilliseconds: 50 }), {
    kind: "try-again",
    reason: "no answer within 0.05 s",
    retryAfterMilliseconds: null,
  });
  silent.close();
  const closing = await startReceiver((response) => response.destroy());
  const closed = await send(closing.url);
  assert.equal(closed.kind, "try-again");
  closing.close();
  // Nobody listens there any more.
  const gone = await send(closing.url);
  assert.match(gone.kind === "try-again" ? gone.reason : "", /^can't be reached: .*ECONNREFUSED/);
});

test("what a receiver says is told in one line, neutralised, cut, and without secrets", async () => {
  const receiver = await startReceiver((response) =>
    response.writeHead(500).end(`no \u001b[31mtoken\n s3cret-value, ${"x".repeat(100_000)}`),
  );
  const result = await send(receiver.url, { secrets: ["s3cret-value"] });
  receiver.close();
  const reason = result.kind === "try-again" ? result.reason : "";
  assert.ok(reason.startsWith("answered 500: no \\u{1b}[31mtoken <secret>, xxx"), reason);
  assert.ok(reason.length < 250);
});

test("an answer without end is cut, and an answer whose body never comes is not waited for", async () => {
  const endless = await startReceiver((response) => {
    response.writeHead(500);
    const piece = "y".repeat(1000);
    const more = (): void => {
      while (!response.destroyed && response.write(piece)) {}
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
  assert.equal((await send(endless.url)).kind, "try-again");
  endless.close();
  const bodiless = await startReceiver((response) => {
    response.writeHead(200, { "content-length": "10" }).flushHeaders();
  });
  assert.equal((await send(bodiless.url)).kind, "delivered");
  bodiless.close();
});
