/** Leaves out grants that another one says already; never one with a weaker guard, more rights, or a surer answer. */
import type { MatchedAs } from "../types.ts";
import { holdsParty } from "./covers.ts";
import type { GrantDraft } from "./drafts.ts";
import { partyText } from "./refine.ts";
import { isOwn, situationOf, type World } from "./situation.ts";

export function mostGeneral(grants: readonly GrantDraft[], world: World): readonly GrantDraft[] {
  if (grants.length < 2) return grants;
  const merged = mergeEqual(grants);
  const terms = merged.map((grant) => guardTexts(grant));
  const left = new Set(merged.keys());
  for (const [j, b] of merged.entries()) {
    for (const [i, a] of merged.entries()) {
      if (i === j || !left.has(i)) continue;
      if (saysAll(a, b, terms[i] ?? [], terms[j] ?? [], world)) {
        left.delete(j);
        break;
      }
    }
  }
  return merged.filter((_, index) => left.has(index));
}

/** The same grant from several statements is one, allowed by each of them. */
function mergeEqual(grants: readonly GrantDraft[]): readonly GrantDraft[] {
  const byText = new Map<string, GrantDraft>();
  for (const grant of grants) {
    const { tagSession, setSourceIdentity, setContext } = grant.session;
    const key = [
      partyText(grant.party),
      grant.action,
      grant.matchedAs,
      `${tagSession}${setSourceIdentity}${setContext}`,
      ...grant.doubts,
      ...guardTexts(grant).toSorted(),
    ].join("\n\n");
    const same = byText.get(key);
    byText.set(
      key,
      same === undefined
        ? grant
        : {
            ...same,
            allowedBy: [...new Set([...same.allowedBy, ...grant.allowedBy])],
            narrowedBy: [...new Set([...same.narrowedBy, ...grant.narrowedBy])],
          },
    );
  }
  return [...byText.values()];
}

function guardTexts(grant: GrantDraft): readonly string[] {
  return grant.guard.map(({ operator, key, values }) => [operator, key.toLowerCase(), ...values].join("\n"));
}

function saysAll(
  a: GrantDraft,
  b: GrantDraft,
  aTerms: readonly string[],
  bTerms: readonly string[],
  world: World,
): boolean {
  if (a.action !== b.action || (a.doubts.length > 0 && b.doubts.length === 0)) return false;
  if (!holdsParty(a.party, b.party, situationOf(b.party, world))) return false;
  if (rank(a.matchedAs) < rank(b.matchedAs) && "account" in b.party && isOwn(b.party.account, world))
    return false;
  const rights = ["tagSession", "setSourceIdentity", "setContext"] as const;
  if (rights.some((right) => b.session[right] && !a.session[right])) return false;
  return aTerms.every((term) => bTerms.includes(term));
}

/** What a caller of the own account needs besides: the more, the lower (IAM-SEMANTICS A2). */
function rank(matchedAs: MatchedAs): number {
  return ["account", "named", "wildcard", "condition"].indexOf(matchedAs);
}
