/** A port of this machine that nobody listens to, as long as nobody else takes it. */
import { once } from "node:events";
import { createServer } from "node:net";

export async function freePort(): Promise<number> {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  taken.close();
  await once(taken, "close");
  if (typeof address !== "object" || address === null) throw new Error("a listening server has an address");
  return address.port;
}
