/** Who has signed in, by what the provider says, and what their groups may do here. */
import { err, ok, type Result } from "../../model/index.ts";
import type { TeamSettings } from "../../work/team-file.ts";
import type { Claims } from "./provider.ts";

export type Person = { readonly name: string; readonly role: "viewer" | "triager" };

/** The error is a sentence for the person. */
export function personOf(claims: Claims, { groups }: Pick<TeamSettings, "groups">): Result<Person, string> {
  const name = nameOf(claims);
  const own = groupsOf(claims[groups.claim]);
  if (own === null) {
    return err(
      `You have signed in as ${name}, but the sign-in does not say in which groups you are (claim ${groups.claim}).`,
    );
  }
  const isIn = (names: readonly string[]): boolean => names.some((group) => own.has(group));
  if (isIn(groups.triager)) return ok({ name, role: "triager" });
  if (isIn(groups.viewer)) return ok({ name, role: "viewer" });
  return err(`You have signed in as ${name}, but none of your groups may look at this.`);
}

/** Null: the claim is not there, or is neither a text nor a list of texts. */
function groupsOf(claim: unknown): ReadonlySet<string> | null {
  if (typeof claim === "string") return new Set([claim]);
  if (!Array.isArray(claim)) return null;
  return new Set(claim.filter((group) => typeof group === "string"));
}

/** The name by which people know them; `sub` is always there, and only the provider knows it. */
function nameOf(claims: Claims): string {
  for (const claim of ["name", "preferred_username", "email", "sub"]) {
    const value = claims[claim];
    if (typeof value === "string" && value.trim() !== "") return value.trim().slice(0, 200);
  }
  return "somebody";
}
