/**
 * What the algebra of request sets speaks about. It knows nothing of AWS: dimensions have values, atoms are sets of
 * values of one dimension, and a region is a set of assignments of values to dimensions.
 */

/**
 * A dimension's kind of values: `text` (also booleans, as "true" and "false"), `number` (also dates, as milliseconds) or
 * `address` (IPv4 and IPv6).
 */
export type DimensionKind = "text" | "number" | "address";

export type Dimension = {
  /** Unique in its space. */
  readonly name: string;
  readonly kind: DimensionKind;
  /**
   * `always`: one value in every request. `optional`: one value, or absent. `set`: any finite set of values; the empty
   * set is the same as absent. Only `text` may be a set.
   */
  readonly presence: "always" | "optional" | "set";
  /** Texts that a witness takes where they fit, such as a plausible account id. They don't limit the values. */
  readonly examples?: readonly string[];
};

/** A concatenation; a set of texts. */
export type Pattern = {
  readonly elements: readonly PatternElement[];
  /** Compared by simple case folding of single characters. */
  readonly ignoreCase: boolean;
};

export type PatternElement =
  | { readonly kind: "text"; readonly text: string }
  /** Exactly one character; with `except`, one that is not that character. */
  | { readonly kind: "one"; readonly except: string | null }
  /** Any number of characters, none included; with `except`, none of them that character. */
  | { readonly kind: "many"; readonly except: string | null };

/** Bounds are inclusive unless said to be open; null is unbounded. */
export type Interval = {
  readonly from: number | null;
  readonly fromOpen: boolean;
  readonly to: number | null;
  readonly toOpen: boolean;
};

export type AddressBlock = {
  readonly family: 4 | 6;
  /** The network's address as a number of 32 or 128 bits, host bits zero. */
  readonly network: bigint;
  readonly prefixLength: number;
};

/** What a dimension is worth in one request; a dimension that is not named may have any value. */
export type Value =
  | { readonly kind: "absent" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "address"; readonly family: 4 | 6; readonly address: bigint }
  | { readonly kind: "set"; readonly texts: readonly string[] };

export type Assignment = ReadonlyMap<string, Value>;

/**
 * One literal of a cube. `text`: the (or some) value matches; `none`: some value of a set matches none of the patterns;
 * `present`: there is a value; `opaque`: a fact that the algebra can't look into, such as a comparison of two dimensions.
 */
export type Atom =
  | { readonly kind: "present"; readonly dimension: string }
  | { readonly kind: "text"; readonly dimension: string; readonly pattern: Pattern }
  | { readonly kind: "none"; readonly dimension: string; readonly patterns: readonly Pattern[] }
  | { readonly kind: "number"; readonly dimension: string; readonly interval: Interval }
  | { readonly kind: "address"; readonly dimension: string; readonly block: AddressBlock }
  | { readonly kind: "opaque"; readonly label: string };

/** A conjunction: each atom holds, or does not. */
export type Cube = readonly { readonly atom: Atom; readonly holds: boolean }[];

/**
 * An exact answer, or the honest word that the work would have passed the cap. A capped answer must be treated as
 * "not known", never as yes or no.
 */
export type Answer<T> =
  | { readonly kind: "exact"; readonly value: T }
  | { readonly kind: "capped"; readonly reason: string };

declare const regionBrand: unique symbol;
/** A node of the space's diagram. Two regions of one space with the same node are equal. */
export type Region = number & { readonly [regionBrand]: true };

/**
 * Owns the dimensions, atoms and diagram nodes. Regions of different spaces must not be mixed.
 * Dimensions are ordered by their declaration: declare cheap ones first.
 */
export interface Space {
  readonly everything: Region;
  readonly nothing: Region;
  /** Declares a dimension; the same name again must come with the same kind and presence. */
  dimension(dimension: Dimension): void;
  /** Every atom is false where its dimension is absent. */
  present(dimension: string): Region;
  matches(dimension: string, pattern: Pattern): Region;
  /**
   * The (or some) value matches none of the patterns. Its contrary is "every value matches one of them, or there is no
   * value", which is what `ForAllValues` asks (IAM-SEMANTICS 48).
   */
  matchesNone(dimension: string, patterns: readonly Pattern[]): Region;
  within(dimension: string, block: AddressBlock): Region;
  between(dimension: string, interval: Interval): Region;
  opaque(label: string): Region;
  and(...regions: readonly Region[]): Region;
  or(...regions: readonly Region[]): Region;
  not(region: Region): Region;
  minus(a: Region, b: Region): Region;
  isEmpty(region: Region): Answer<boolean>;
  /** An assignment inside the region (for the dimensions and opaque labels it depends on), or null when it is empty. */
  witness(
    region: Region,
  ): Answer<{ readonly values: Assignment; readonly opaque: ReadonlyMap<string, boolean> } | null>;
  isWithin(a: Region, b: Region): Answer<boolean>;
  areEqual(a: Region, b: Region): Answer<boolean>;
  areDisjoint(a: Region, b: Region): Answer<boolean>;
  /** "For some value of the dimensions": what is left to say about the others. */
  project(region: Region, away: readonly string[]): Answer<Region>;
  /** The region with a dimension's value known: it no longer depends on it. */
  given(region: Region, dimension: string, value: Value): Region;
  /** Whether the assignment (absent dimensions count as absent; opaque labels default to false) lies inside. */
  contains(region: Region, values: Assignment, opaque?: ReadonlyMap<string, boolean>): boolean;
  /** The labels of the opaque atoms on which the region really depends. */
  opaqueLabels(region: Region): readonly string[];
  /** The region as disjoint, possible conjunctions; at most `limit`, else capped. */
  cubes(region: Region, limit: number): Answer<readonly Cube[]>;
}
