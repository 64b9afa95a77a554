/** What is most worth protecting, and why it counts as that. */
import type { AccountId } from "../../model/index.ts";
import type { PathEnd } from "../reach/index.ts";

export type JewelKind =
  | "organization"
  | "management-account"
  | "security-tooling"
  | "log-archive"
  | "administrator"
  | "keys"
  | "secrets"
  /** Chosen by a tag, by a pattern, or by declared intent. */
  | "tagged"
  | "matching"
  | "declared";

export type Jewel = {
  /** What `paths --to` and `exposure` take, where it is one thing; for several, their type and account. */
  readonly id: string;
  readonly kind: JewelKind;
  /** Null: the organization itself. */
  readonly account: AccountId | null;
  /** Why it counts, in sentences. */
  readonly because: readonly string[];
  /** What it consists of: who comes to one of these comes to it. */
  readonly ends: readonly Exclude<PathEnd, { readonly kind: "pattern" | "unit" }>[];
};

export function administratorOf(account: AccountId, kind: JewelKind, because: string): Jewel {
  return {
    id: `admin:${account}`,
    kind,
    account,
    because: [because],
    ends: [{ kind: "administrator", account }],
  };
}

/** The same thing found for several reasons is one jewel, of the kind that was found first. */
export function withoutRepeats(jewels: Iterable<Jewel>): readonly Jewel[] {
  const found = new Map<string, Jewel>();
  for (const jewel of jewels) {
    const known = found.get(jewel.id);
    const because = known === undefined ? jewel.because : [...known.because, ...jewel.because];
    found.set(jewel.id, { ...(known ?? jewel), because: [...new Set(because)] });
  }
  return [...found.values()];
}
