/** Which policies let their holder at what intent declares a crown jewel, by naming it: a hint, as all of `role-power.ts`. */
import { glob, type Pattern, patternMatches } from "../logic/index.ts";
import {
  type AccountId,
  type DocumentIndex,
  fromTemplate,
  ownAccount,
  type Snapshot,
} from "../model/index.ts";
import { parsePolicy } from "../policy/index.ts";

type Jewel = { readonly pattern: Pattern; readonly fixed: string };

export interface CrownJewels {
  /** Whether the ARN itself is declared one. */
  has(arn: string): boolean;
  /** The resource of the document's Allow statements that names one, in the account's words; null: none does. */
  namedIn(document: DocumentIndex, account: AccountId): string | null;
}

/** `declared`: ARNs with wildcards. */
export function crownJewels(snapshot: Snapshot, declared: readonly string[]): CrownJewels {
  const jewels = declared.map(
    (text): Jewel => ({ pattern: glob(text), fixed: text.replace(/[*?].*$/s, "") }),
  );
  const has = (arn: string) => jewels.some(({ pattern }) => patternMatches(pattern, arn));
  const known = new Map<DocumentIndex, readonly string[]>();
  const resourcesOf = (document: DocumentIndex) => {
    let resources = known.get(document);
    if (resources === undefined) {
      resources = allowedResources(snapshot.documents.template(document));
      known.set(document, resources);
    }
    return resources;
  };
  return {
    has,
    namedIn(document, account) {
      if (jewels.length === 0) return null;
      const resources = resourcesOf(document).map((text) => text.replaceAll(ownAccount, account));
      return resources.find((text) => has(text) || jewels.some((jewel) => covers(text, jewel))) ?? null;
    },
  };
}

/** A pattern of the policy that takes the jewel in, and says more than the service: `*` names nothing. */
function covers(resource: string, { fixed }: Jewel): boolean {
  const ownFixed = resource.replace(/[*?].*$/s, "");
  const saysMore = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(ownFixed);
  return saysMore && patternMatches(glob(resource), fixed);
}

function allowedResources(template: string): readonly string[] {
  const parsed = parsePolicy(fromTemplate(template, ownAccount), { kind: "identity" });
  if (!parsed.ok) return [];
  return parsed.value.statements.flatMap(({ effect, resource }) =>
    effect === "Allow" && resource !== null && !resource.negated
      ? resource.patterns.map(({ text }) => text)
      : [],
  );
}
