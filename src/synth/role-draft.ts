/** A role as the families describe it, and how it becomes whole: unique id, dates and defaults. */
import type { NamedDocument, RoleData, TagData } from "./account-data.ts";
import { day } from "./options.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { base32, type Random } from "./random.ts";

export type RoleDraft = {
  readonly name: string;
  /** Default: `/`. */
  readonly path?: string;
  readonly trust: PolicyDocument;
  readonly inline?: readonly NamedDocument[];
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly tags?: readonly TagData[];
  /** Whether it has an instance profile of its name. */
  readonly instanceProfile?: boolean;
  /** Default: 3600. */
  readonly maxSessionSeconds?: number;
  /** Default: anything up to four years. */
  readonly createdDaysAgo?: number;
  /** Null: never. Default: often recently, sometimes long ago or never. */
  readonly lastUsedDaysAgo?: number | null;
};

export type UniqueIdPrefix = "AROA" | "AIDA" | "AGPA" | "ANPA" | "AIPA";

export function uniqueId(prefix: UniqueIdPrefix, identity: Random): string {
  return prefix + identity.text(base32, 17);
}

/** `identity` gives what differs between two roles of one stamp: ids and dates. */
export function completeRole(draft: RoleDraft, identity: Random, now: number, region: string): RoleData {
  const createdAt =
    draft.createdDaysAgo === undefined
      ? now - identity.between(2 * day, 1500 * day)
      : now - Math.round(draft.createdDaysAgo * day);
  return {
    name: draft.name,
    path: draft.path ?? "/",
    uniqueId: uniqueId("AROA", identity),
    trust: draft.trust,
    inline: draft.inline ?? [],
    attached: draft.attached ?? [],
    boundary: draft.boundary ?? null,
    createdAt,
    lastUsed: lastUse(draft, createdAt, identity, now, region),
    maxSessionSeconds: draft.maxSessionSeconds ?? 3600,
    tags: draft.tags ?? [],
    instanceProfile: draft.instanceProfile === true ? draft.name : null,
  };
}

function lastUse(
  draft: RoleDraft,
  createdAt: number,
  identity: Random,
  now: number,
  region: string,
): RoleData["lastUsed"] {
  if (draft.lastUsedDaysAgo === null) return null;
  if (draft.lastUsedDaysAgo !== undefined)
    return { at: now - Math.round(draft.lastUsedDaysAgo * day), region };
  const dice = identity.below(100);
  if (dice < 30) return null;
  // AWS tells the last use of the last 400 days, and only to the quarter of an hour or so.
  const back = dice < 80 ? identity.below(3 * day) : identity.below(390 * day);
  const at = now - Math.floor(back / 900) * 900;
  return { at: Math.max(at, createdAt), region };
}
