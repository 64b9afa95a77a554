/** What matters most of what a principal can do, as `accesslens what-can` tells it. */
import type { RequestToDecide } from "../request-question.ts";
import type { Certainty } from "../types.ts";
import type { ActionGrant } from "../what-can/types.ts";
import type { Administrator } from "./administrator.ts";
import type { CapabilityName } from "./capability-table.ts";

/** One Allow statement's share in a capability. */
export type CapabilityWay = ActionGrant & {
  /** Of the capability's actions, those that it allows. */
  readonly actions: readonly string[];
};

export type Capability = {
  readonly capability: CapabilityName;
  /** Proven only with an example request. */
  readonly certainty: Certainty;
  /** One of them suffices; of an administrator, those by which it is one. */
  readonly ways: readonly CapabilityWay[];
  /** A request that its layers let pass; the resource may be a made-up one. */
  readonly example: RequestToDecide | null;
};

export type Capabilities = {
  readonly principal: string;
  readonly administrator: Administrator;
  /** In the table's order; those that it does not have are not listed. */
  readonly capabilities: readonly Capability[];
};
