/** The policies of a snapshot, parsed: those that many principals have are parsed once. */
import type { AccountId, DocumentIndex, Snapshot } from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";

export type LayerKind = "identity" | "boundary" | "scp" | "rcp";

type ParsedPolicy = ReturnType<typeof parsePolicy>;

/** Most documents of a large organization belong to one role, so that keeping all would be a waste. */
const mostRemembered = 5_000;

export class ParsedPolicies {
  readonly #documents: Snapshot["documents"];
  readonly #known = new Map<string, ParsedPolicy>();

  constructor(documents: Snapshot["documents"]) {
    this.#documents = documents;
  }

  /** The same document of the same account is the same object while it is remembered. */
  policy(document: DocumentIndex, owner: AccountId, kind: LayerKind): ParsedPolicy {
    const isOwners = this.#documents.template(document).includes("~");
    const key = `${kind} ${document} ${isOwners ? owner : ""}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const parsed = parsePolicy(this.#documents.text(document, owner), { kind });
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(key, parsed);
    return parsed;
  }
}
