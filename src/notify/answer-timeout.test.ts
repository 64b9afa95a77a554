/** The time that a process is busy with itself is no silence of a receiver's. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { answerTimeout } from "./answer-timeout.ts";

const server = createServer((request, response) => {
  if (request.url === "/answers") response.end("yes");
});
let url = "";
before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});
after(() => {
  server.close();
  server.closeAllConnections();
});

function busyFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("an answer that came while the process was busy beyond the timeout is heard", async () => {
  const answer = fetch(`${url}/answers`, { signal: answerTimeout(150) });
  // The request is on its way before the process is busy.
  await new Promise((resolve) => setTimeout(resolve, 50));
  busyFor(600);
  assert.equal(await (await answer).text(), "yes");
});

test("no answer is no answer", async () => {
  await assert.rejects(fetch(`${url}/silent`, { signal: answerTimeout(50) }), { name: "TimeoutError" });
});
