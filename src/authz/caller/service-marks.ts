/**
 * Which documents can be about a service's actions at all: looked at once, as text, and kept by whoever keeps a cache. With
 * it, the candidates among 300,000 roles are found in the columns, without making a row of any.
 */
import type { DocumentIndex, Snapshot } from "../../model/index.ts";
import { mayConcern } from "./service-text.ts";

const notLooked = 0;
const no = 1;
const perhaps = 2;

export class ServiceMarks {
  readonly #snapshot: Snapshot;
  readonly #service: string;
  readonly #marks: Uint8Array;

  /** `kept`: what `all` gave for the same snapshot; anything of another length is passed over. */
  constructor(snapshot: Snapshot, service: string, kept: Uint8Array | null) {
    this.#service = service;
    const { count } = snapshot.documents;
    this.#snapshot = snapshot;
    this.#marks = kept !== null && kept.length === count ? kept : new Uint8Array(count);
  }

  /** False only where no statement of the document can cover an action of the service. */
  mayConcern(document: DocumentIndex): boolean {
    let mark = this.#marks[document] ?? notLooked;
    if (mark === notLooked) {
      mark = mayConcern(this.#snapshot.documents.template(document), this.#service) ? perhaps : no;
      this.#marks[document] = mark;
    }
    return mark === perhaps;
  }

  /** The marks of all documents that are identity policies of roles, for a cache. */
  all(): Uint8Array {
    for (const document of this.#snapshot.roles.columns.inlineDocument)
      this.mayConcern(document as DocumentIndex);
    return this.#marks;
  }
}
