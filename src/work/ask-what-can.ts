/** `what-can`, asked of a snapshot: policies and the data about AWS's actions come together here. */
import type { WhatCan } from "../authz/what-can/types.ts";
import { whatCan } from "../authz/what-can/what-can.ts";
import type { Snapshot } from "../model/index.ts";
import { openActionCatalogue } from "./action-file.ts";

/** Null: the snapshot holds no such role, user or account. */
export function askWhatCan(snapshot: Snapshot, principal: string): WhatCan | null {
  return whatCan(snapshot, principal, openActionCatalogue());
}
