/** What is asked of a trail, for a snapshot: of roles whose trust policy asks for more than who calls, uses are told in detail. */
import {
  type Arn,
  type DocumentIndex,
  noDocument,
  type Snapshot,
  type TrailQuestion,
} from "../../model/index.ts";

export type TrailBounds = Pick<TrailQuestion, "from" | "to" | "longerThan" | "evidence">;

/** `meant`: trust policies that are to be held against the uses as well, by the role's ARN. */
export function usesQuestion(
  snapshot: Snapshot | null,
  bounds: TrailBounds,
  meant: ReadonlyMap<Arn, string> = new Map(),
): TrailQuestion {
  const asking = [...meant].flatMap(([arn, text]) => (callKeys.test(text) ? [arn] : []));
  return {
    ...bounds,
    detailed: new Set([...(snapshot === null ? [] : detailedRoles(snapshot)), ...asking]),
    places: false,
    chains: false,
    days: false,
    sessions: null,
  };
}

/** Condition keys that differ from call to call, and that a trail tells; an escape could hide one. */
const callKeys =
  /aws:(sourceip|sourcevpc|vpcsourceip|vpce|sourceidentity|requesttag|tagkeys)|sts:(rolesessionname|sourceidentity|transitivetagkeys)|\\u/i;

function detailedRoles({ roles, documents }: Snapshot): ReadonlySet<Arn> {
  const asks = new Map<number, boolean>();
  const found = new Set<Arn>();
  for (let role = 0; role < roles.count; role++) {
    const document = roles.trustPolicy[role] ?? noDocument;
    if (document === noDocument) continue;
    let isAsked = asks.get(document);
    if (isAsked === undefined) {
      // INVARIANT: what stands in the column and is not `noDocument` is an index of the table.
      isAsked = callKeys.test(documents.template(document as DocumentIndex));
      asks.set(document, isAsked);
    }
    if (isAsked) found.add(roles.arn(role));
  }
  return found;
}
