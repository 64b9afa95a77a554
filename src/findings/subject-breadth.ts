/** How broad a subject of an identity provider is, in words: what it matches, and who can get in by it. */
import type { DemandedText } from "./guard-terms.ts";
import { type Binding, namesOwner } from "./issuer-subjects.ts";
import type { Severity } from "./types.ts";

/**
 * Whose subjects match: anybody's; those of others whose names are alike; whatever one tenant has; whatever one project
 * has; those of longer ids.
 */
export type BreadthKind = "anyone" | "alike" | "tenant" | "project" | "part-of-id";

export type BreadthText = {
  /** What is matched, to stand behind the issuer's name. */
  readonly title: string;
  /** Who can get in. */
  readonly reason: string;
  /** Of a role that can do little. */
  readonly severity: Severity;
};

/** Something stands in the place of the tenant's name, and a wildcard breaks it off. */
export function namesSomebody({ fixed, open }: DemandedText): boolean {
  const place = /^[a-z_]+:(.*)$/s.exec(fixed)?.[1] ?? "";
  return open && /[A-Za-z0-9]/.test(place);
}

/** `pattern`: null where none is demanded. */
export function breadthText(kind: BreadthKind, pattern: string | null, binding: Binding): BreadthText {
  const { issuer, terms } = binding;
  const quoted = `"${pattern ?? ""}"`;
  switch (kind) {
    case "anyone":
      return pattern === null
        ? {
            title: "every subject but some is let in",
            reason: `Whoever is not named may come: ${terms.map(({ operator, values }) => `${operator} ${values.join(", ")}`).join("; ")}.`,
            severity: "critical",
          }
        : {
            title: `${quoted} matches the subjects of any ${issuer.tenantWord}`,
            reason: `Anyone can get a token from ${issuer.name}, and theirs passes.`,
            severity: "critical",
          };
    case "alike":
      return {
        title: `${quoted} also matches other ${plural(issuer.tenantWord)} whose names are alike`,
        reason: `The ${issuer.tenantWord}'s name is not fixed up to its end: anybody can make one that matches.`,
        severity: "high",
      };
    case "tenant":
      if (issuer.tenancy === "own" && namesOwner(binding))
        return {
          title: `${quoted} matches any ${issuer.projectWord} of the owner that it names`,
          reason: `Whoever can write to any ${issuer.projectWord} of that owner, or make one, can get in.`,
          severity: "low",
        };
      return issuer.tenancy === "own"
        ? {
            title:
              pattern === null
                ? `every subject of the ${issuer.tenantWord} but some is let in`
                : `${quoted} matches any ${issuer.projectWord} of the ${issuer.tenantWord}`,
            reason: `Whatever runs at this ${issuer.tenantWord} can get in.`,
            severity: "medium",
          }
        : {
            title: `${quoted} matches any ${issuer.projectWord} of the ${issuer.tenantWord}`,
            reason: `Whoever can write to any ${issuer.projectWord} of the ${issuer.tenantWord}, or make one, can get in.`,
            severity: "low",
          };
    case "project":
      if (pattern?.endsWith(":pull_request") === true)
        return {
          title: `${quoted} lets every pull request of the ${issuer.projectWord} in`,
          reason: `Whoever can open one from a branch of the ${issuer.projectWord} can get in: its workflow runs as the request has changed it, before anybody has reviewed it; from a fork too, where forks are given tokens.`,
          severity: "low",
        };
      // A workspace is a detail: what fixes less is the project that holds it.
      if (issuer.projectWord === "workspace")
        return {
          title: `${quoted} matches any workspace of the project`,
          reason: "Whoever can change what any workspace of the project runs, or make one, can get in.",
          severity: "low",
        };
      return {
        title: `${quoted} matches any branch and environment of the ${issuer.projectWord}`,
        reason: `Whoever can push any branch of the ${issuer.projectWord} can get in, without review.`,
        severity: "low",
      };
    case "part-of-id":
      return {
        title: `${quoted} breaks off within the ${issuer.tenantWord}'s id`,
        reason: "Longer ids that begin alike match too; the name alone protects, and it can change hands.",
        severity: "low",
      };
  }
}

function plural(word: string): string {
  return `${word}s`;
}
