/** All policies of a snapshot as one text to look through: many times quicker than to look through each. */
import type { DocumentIndex, DocumentTable, Snapshot } from "../model/index.ts";

export type PolicyTexts = {
  /** Documents that hold the text, without regard to case; `wanted` is in lower case. */
  holding(wanted: string): Iterable<DocumentIndex>;
};

const kept = new WeakMap<DocumentTable, PolicyTexts>();

/** Made when first asked for, then kept as long as the snapshot is: about as large as its policies. */
export function policyTexts({ documents }: Pick<Snapshot, "documents">): PolicyTexts {
  const known = kept.get(documents);
  if (known !== undefined) return known;
  const made = gather(documents);
  kept.set(documents, made);
  return made;
}

function gather(documents: DocumentTable): PolicyTexts {
  const ends = new Float64Array(documents.count);
  const parts: Buffer[] = [];
  let length = 0;
  for (let at = 0; at < documents.count; at++) {
    // INVARIANT: below the table's count, every number is a document's. The zero ends it: no text that is looked for holds one.
    const part = Buffer.from(`${documents.template(at as DocumentIndex).toLowerCase()}\0`);
    parts.push(part);
    length += part.length;
    ends[at] = length;
  }
  const bytes = Buffer.concat(parts, length);
  return {
    *holding(wanted) {
      const text = wanted.replaceAll("\0", "");
      if (text === "") return;
      for (let from = 0; from < bytes.length; ) {
        const place = bytes.indexOf(text, from);
        if (place < 0) return;
        const document = firstAfter(ends, place);
        yield document as DocumentIndex;
        from = ends[document] ?? bytes.length;
      }
    },
  };
}

/** The first that ends after the place. */
function firstAfter(ends: Float64Array, place: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
