/** `what-can`, asked of a snapshot: policies and the data about AWS's actions come together here. */
import { capabilitiesOf } from "../authz/capability/capabilities.ts";
import type { Capabilities } from "../authz/capability/types.ts";
import type { WhatCan } from "../authz/what-can/types.ts";
import { whatCan } from "../authz/what-can/what-can.ts";
import type { Snapshot } from "../model/index.ts";
import { openActionCatalogue } from "./action-file.ts";

export type WhatCanAnswer = WhatCan & Omit<Capabilities, "principal">;

/** Null: the snapshot holds no such role, user or account. */
export function askWhatCan(snapshot: Snapshot, principal: string): WhatCanAnswer | null {
  const answer = whatCan(snapshot, principal, openActionCatalogue());
  const held = askCapabilities(snapshot, principal);
  return answer === null || held === null
    ? null
    : { ...answer, administrator: held.administrator, capabilities: held.capabilities };
}

/** What matters most of it, at a fraction of the cost. */
export function askCapabilities(snapshot: Snapshot, principal: string): Capabilities | null {
  return capabilitiesOf(snapshot, principal, openActionCatalogue());
}
