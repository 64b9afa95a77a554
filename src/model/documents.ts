/**
 * Policy documents, kept once by content. Before a document is stored, the id of the account that owns it is replaced by
 * a token, so that a document stamped out over a thousand accounts is one document.
 */
import type { AccountId } from "./identifiers.ts";

declare const documentBrand: unique symbol;
/** A document's place in its snapshot's table. */
export type DocumentIndex = number & { readonly [documentBrand]: true };

/** In a stored template: `~a` is the owning account's id, `~~` a tilde. Every other text stands for itself. */
export function toTemplate(text: string, owner: AccountId | null): string {
  const escaped = text.includes("~") ? text.replaceAll("~", "~~") : text;
  return owner === null || !escaped.includes(owner) ? escaped : escaped.replaceAll(owner, "~a");
}

/**
 * The inverse of {@link toTemplate}: `fromTemplate(toTemplate(text, id), id) === text` for every text. With
 * {@link ownAccount} for the owner, a number that holds the owner's id becomes a text, as what stands for the id is no digit.
 */
export function fromTemplate(template: string, owner: string): string {
  if (!template.includes("~")) return template;
  const whole = owner === ownAccount && mayHoldNumber.test(template) ? numbersAsTexts(template) : template;
  return whole.replaceAll(/~[a~]/g, (token) => (token === "~a" ? owner : "~"));
}

/**
 * Stands for the owning account's id in documents that are compiled once for all their owners.
 * A private-use character, so that no id, name or pattern of AWS can hold it by accident.
 */
export const ownAccount = "\uE000";

/** An id with what may follow a number in JSON: rare, and cheap to look for. */
const mayHoldNumber = /~a[-+.0-9eE]*\s*[,\]}]/;

/** AWS reads a number in a policy as its text, so that the quotes change nothing. */
function numbersAsTexts(template: string): string {
  let isInText = false;
  const parts = /\\[\s\S]|"|(?<![-+.0-9eE])[-+.0-9eE]*~a(?:~a|[-+.0-9eE])*/g;
  return template.replaceAll(parts, (part) => {
    if (part === '"') isInText = !isInText;
    return isInText || !part.includes("~") ? part : `"${part}"`;
  });
}

export interface DocumentTable {
  readonly count: number;
  /** The stored form, own account as `~a`. */
  template(index: DocumentIndex): string;
  /** The document's own text, as its owner has it. */
  text(index: DocumentIndex, owner: AccountId): string;
}
