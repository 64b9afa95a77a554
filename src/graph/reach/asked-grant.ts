/** A grant that very many callers are held against: what tells them apart is looked at once. */
import { followsFromCaller } from "../../authz/calls/index.ts";
import { keyFacts } from "../../authz/index.ts";
import type { GuardTerm, TrustGrant } from "../../authz/types.ts";
import { glob, type Pattern, patternMatches } from "../../logic/index.ts";

export type AskedGrant = {
  readonly grant: TrustGrant;
  /** Whether it asks for anything that follows from who calls, or for what not all of them may put into a session. */
  readonly asksWho: boolean;
  /** True only for a principal that its guard surely refuses by its ARN. */
  readonly refuses: (arn: string) => boolean;
};

export function askedGrant(grant: TrustGrant): AskedGrant {
  const asked = grant.guard.flatMap((term) => wantedArns(term) ?? []);
  return {
    grant,
    asksWho: grant.guard.some(({ key, values }) =>
      followsFromCaller(key) || keyFacts(key).needs !== null
        ? !/^aws:PrincipalOrg(ID|Paths)$/i.test(key)
        : values.some((value) => value.includes("${")),
    ),
    refuses: (arn) => asked.some((patterns) => !patterns.some((pattern) => patternMatches(pattern, arn))),
  };
}

/** At their widest: one of them has to match the caller's ARN. Null: the term asks for something else. */
function wantedArns({ key, operator, values }: GuardTerm): readonly (readonly Pattern[])[] | null {
  if (!/^aws:PrincipalArn$/i.test(key) || !/^(Arn|String)(Equals|Like)$/.test(operator)) return null;
  if (values.some((value) => value.includes("${"))) return null;
  return [values.map((value) => glob(operator === "StringEquals" ? value.replaceAll(/[*?]/g, "?") : value))];
}
