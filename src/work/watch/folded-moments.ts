/**
 * Moments between two reads as looks at the organization, of which there are never more than some: what stood again counts once, and
 * of thousands several are looked at together. Nothing that let somebody in is left out by that.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { type EventDocument, subjectKey } from "../../model/index.ts";
import type { Moment } from "./change-moments.ts";

export type Look = {
  readonly documents: readonly EventDocument[];
  /** The moments that it stands for, by time. */
  readonly first: Moment;
  readonly last: Moment;
  /** How many policies, or sets of them, it holds together. */
  readonly together: number;
};

/** Of one subject: each takes a snapshot of the organization. As many parties as a look names are the most that it folds, up to 10,000. */
const mostLooks = 100;

/** `moments`: by time. */
export function looksOf(moments: readonly Moment[], most = mostLooks): readonly Look[] {
  const alone = distinct(moments);
  if (alone.length <= most) return alone;
  // A control policy that is gone may forbid less or allow less: it is no part of any other.
  const single = alone.filter(isGoneControl);
  const others = alone.filter((look) => !isGoneControl(look));
  const size = Math.ceil(others.length / Math.max(1, most - single.length));
  const folded = Array.from({ length: Math.ceil(others.length / size) }, (_, at) =>
    together(others.slice(at * size, (at + 1) * size)),
  );
  return [...single, ...folded].toSorted((a, b) => a.first.event.at - b.first.event.at);
}

/** What to say of one that holds several; null: it holds one. */
export function foldedNote({ together: count, first, last }: Look): string | null {
  if (count === 1) return null;
  const [from, to] = [first, last].map(({ event }) => new Date(event.at).toISOString());
  return `${count} policies that stood one after the other, from ${from} to ${to}, are told together, without what they denied: each of those named was let in by one of them, unless it was denied there.`;
}

function distinct(moments: readonly Moment[]): readonly Look[] {
  const looks = new Map<string, Look>();
  for (const moment of moments) {
    const { documents } = moment;
    const key = createHash("sha256").update(JSON.stringify(documents)).digest("base64");
    const first = looks.get(key)?.first ?? moment;
    looks.set(key, { documents, first, last: moment, together: 1 });
  }
  return [...looks.values()];
}

function isGoneControl({ documents }: Look): boolean {
  return documents.some(({ part, text }) => part.kind === "control-policy" && text === null);
}

/** Each policy with all that it allowed at any of these moments: whoever one of them let in, it lets in. */
function together(looks: readonly Look[]): Look {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined) throw new Error("there is nothing to fold");
  if (looks.length === 1) return first;
  const policies = new Map<string, { readonly of: EventDocument; readonly texts: Set<string> }>();
  for (const { documents } of looks) {
    for (const of of documents) {
      const key = JSON.stringify([subjectKey(of.subject), of.part]);
      const known = policies.get(key) ?? { of, texts: new Set() };
      policies.set(key, known);
      if (of.text !== null) known.texts.add(of.text);
    }
  }
  const documents = [...policies.values()].map(({ of, texts }) => ({ ...of, text: allOf([...texts]) }));
  return { documents, first: first.first, last: last.last, together: looks.length };
}

const statement = z.looseObject({ Effect: z.string() });
const policy = z.object({ Statement: z.union([z.array(statement), statement.transform((one) => [one])]) });

/** Null: it stood at none of the moments. */
function allOf(texts: readonly string[]): string | null {
  if (texts.length === 0) return null;
  const allowed = texts.flatMap((text) =>
    allowsIn(text).map(({ Sid: _, ...statement }) => JSON.stringify(statement)),
  );
  const Statement = [...new Set(allowed)].map((text): unknown => JSON.parse(text));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** None in what is no policy: AWS takes none that can't be read. */
function allowsIn(text: string): readonly z.infer<typeof statement>[] {
  try {
    const read = policy.safeParse(JSON.parse(text));
    return (read.data?.Statement ?? []).filter(({ Effect }) => Effect === "Allow");
  } catch {
    return [];
  }
}
