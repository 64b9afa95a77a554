/** Questions about one role or principal, asked of a snapshot file with as little reading as they need. */
import {
  unreadTrust,
  type WhatCanAssume,
  type WhoCan,
  type WhoCanAssume,
  whatCanAssume,
  whoCan,
  whoCanAssume,
} from "../graph/index.ts";
import type { Arn } from "../model/index.ts";
import { type Engine, openGraph } from "./engine.ts";

/**
 * Needs no graph: the role's own trust policy is evaluated. Null: the snapshot holds no such role. `ownBehindAnyone`: whether, of a role
 * that lets in any account, those of the own accounts are told one by one as well, which takes a look at every principal.
 */
export function askWhoCanAssume(engine: Engine, role: string, ownBehindAnyone = true): WhoCanAssume | null {
  const index = engine.snapshot.roles.byArn(role);
  if (index === null || engine.snapshot.roles.arn(index) !== role) return null;
  const read = engine.reader.ofRole(index);
  const answer = whoCanAssume(index, read?.outcome.grants ?? [], {
    ...engine.expansion,
    ownBehindAnyone,
  });
  const unread = read === null ? "it was not collected" : read.template.unreadable;
  return unread === null
    ? answer
    : { ...answer, coverage: [...answer.coverage, unreadTrust(engine.snapshot, index, unread)] };
}

/**
 * Null: the resource's ARN names no account, and the snapshot does not hold it. Assuming a role is asked of its trust
 * policy, as {@link askWhoCanAssume} does.
 */
export function askWhoCan(engine: Engine, action: string, resource: string): WhoCan | null {
  const isAssumption = action.toLowerCase() === "sts:assumerole";
  const asRole = isAssumption ? askWhoCanAssume(engine, resource) : null;
  if (asRole === null) return whoCan(action, resource, engine.expansion);
  const { role, ...answer } = asRole;
  return { action, resource: role, ...answer };
}

/** Asks every role's trust: the graph is taken from the cache, or built. */
export async function askWhatCanAssume(engine: Engine, principal: Arn): Promise<WhatCanAssume> {
  return whatCanAssume(await openGraph(engine), principal, engine.expansion);
}
