/**
 * SMT-LIB terms as text, folded where they are constant; and claims, which are pairs of terms: what must hold and what
 * may hold. Where AWS does not say, the two differ.
 */
export type Term = string;

export function and(terms: readonly Term[]): Term {
  const open = [...new Set(terms)].filter((term) => term !== "true");
  if (open.includes("false")) return "false";
  const [first] = open;
  return first === undefined ? "true" : open.length === 1 ? first : `(and ${open.join(" ")})`;
}

export function or(terms: readonly Term[]): Term {
  const open = [...new Set(terms)].filter((term) => term !== "false");
  if (open.includes("true")) return "true";
  const [first] = open;
  return first === undefined ? "false" : open.length === 1 ? first : `(or ${open.join(" ")})`;
}

export function not(term: Term): Term {
  if (term === "true") return "false";
  if (term === "false") return "true";
  return term.startsWith("(not ") ? term.slice(5, -1) : `(not ${term})`;
}

/** `may` follows from `must`. */
export type Claim = { readonly must: Term; readonly may: Term };

export const yes: Claim = { must: "true", may: "true" };
export const no: Claim = { must: "false", may: "false" };
/** AWS does not say. */
export const open: Claim = { must: "false", may: "true" };

export function sure(term: Term): Claim {
  return { must: term, may: term };
}

export function claim(holds: boolean): Claim {
  return holds ? yes : no;
}

export function all(claims: readonly Claim[]): Claim {
  return { must: and(claims.map(({ must }) => must)), may: and(claims.map(({ may }) => may)) };
}

export function any(claims: readonly Claim[]): Claim {
  return { must: or(claims.map(({ must }) => must)), may: or(claims.map(({ may }) => may)) };
}

export function never({ must, may }: Claim): Claim {
  return { must: not(may), may: not(must) };
}

/** A limit of which it is not known whether it counts. */
export function perhapsLimited({ must }: Claim): Claim {
  return { must, may: "true" };
}
