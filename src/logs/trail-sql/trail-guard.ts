/** What a client that is asked about a trail may call: the declared calls, at the rates of a place of its own. */
import { type Connection, type guarded, noCalls } from "../../aws/index.ts";
import type { TrailCallNeed } from "./trail-calls.ts";

type Guard = Parameters<typeof guarded>[1];

export function trailGuard(
  service: string,
  calls: readonly TrailCallNeed[],
  region: string,
  connection: Connection,
): Guard {
  const allowed = new Set(calls.map(({ call }) => call));
  return { service, account: "trail", region, allowed, gate: connection.gate, counts: noCalls() };
}
