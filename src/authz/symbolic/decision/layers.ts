/** The policies of one layer as regions: within a layer every Allow suffices, and every Deny wins (IAM-SEMANTICS 1, 5). */
import type { ControlLevel, NamedPolicy } from "../../request-question.ts";
import type { Reading } from "../reading.ts";
import type { RequestSpace } from "../request-space.ts";
import { type DocumentRegions, regionsOf } from "../statement-regions.ts";

export function layerRegions(
  requests: RequestSpace,
  policies: readonly NamedPolicy[],
  reading: Reading,
): DocumentRegions {
  const { space } = requests;
  const all = policies.map(({ document }) => regionsOf(requests, document, reading));
  return {
    allow: space.or(...all.map(({ allow }) => allow)),
    deny: space.or(...all.map(({ deny }) => deny)),
  };
}

/**
 * Levels are intersected, the policies of one level are not; a Deny at any level wins. Null limits nothing; without a level
 * nothing is allowed.
 */
export function levelRegions(
  requests: RequestSpace,
  levels: readonly ControlLevel[] | null,
  reading: Reading,
): DocumentRegions {
  const { space } = requests;
  if (levels === null) return { allow: space.everything, deny: space.nothing };
  const all = levels.map(({ policies }) => layerRegions(requests, policies, reading));
  return {
    allow: levels.length === 0 ? space.nothing : space.and(...all.map(({ allow }) => allow)),
    deny: space.or(...all.map(({ deny }) => deny)),
  };
}

/** A layer that may be missing: then it limits nothing. */
export function optionalLayer(
  requests: RequestSpace,
  policies: readonly NamedPolicy[] | null,
  reading: Reading,
): DocumentRegions {
  const { everything, nothing } = requests.space;
  return policies === null ? { allow: everything, deny: nothing } : layerRegions(requests, policies, reading);
}
