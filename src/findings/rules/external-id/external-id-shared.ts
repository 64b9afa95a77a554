import { outsidersOf } from "../../outsiders.ts";
import type { Observation, OrganizationRule, PlacedDraft, RuleContext } from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import { externalIdDemand } from "./external-id-terms.ts";
import { requireExternalId } from "./require-external-id.ts";

/** One role's use of one external ID for one outsider. */
type Use = {
  readonly role: number;
  /** The outsider as finding ids have it. */
  readonly cause: string;
  readonly label: string;
  readonly grants: readonly number[];
  readonly statements: readonly number[];
};

/** How many other roles a finding shows as evidence; the title tells how many there are. */
const shown = 20;

export const externalIdShared: OrganizationRule = {
  kind: "organization",
  id: "external-id-shared",
  title: "External ID used more than once",
  rationale:
    "An external ID is a secret between one customer and one third party about one relationship. Two third parties that " +
    "know the same id can each stand in for the other's customer, and an id that leaks in one place opens all. The same " +
    "third party using one id for several of our roles is common (many issue one id a customer) and only told once.",
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"],
  severity: "high",
  appliesTo: (facts) => facts.hasExternalAccount && facts.keys.has("sts:externalid"),

  begin: (context) => new Uses(context),

  fix: (view, draft) => ({
    summary: "Agree on an external ID of its own with each third party, and require it.",
    edits: requireExternalId(view, draft),
  }),
};

class Uses implements Observation {
  readonly #context: RuleContext;
  /** External ID, then outsider, then uses. */
  readonly #byValue = new Map<string, Map<string, Use[]>>();
  /** In lower case: those that some role takes in any spelling, with those roles. */
  readonly #inAnyCase = new Map<string, Set<number>>();

  constructor(context: RuleContext) {
    this.#context = context;
  }

  observe(view: Parameters<Observation["observe"]>[0]): void {
    for (const outsider of outsidersOf(view)) {
      if (outsider.kind !== "account" || outsider.standing.kind === "aws-service") continue;
      const grantsOf = new Map<string, number[]>();
      for (const index of outsider.grants) {
        const grant = view.grants[index];
        if (grant === undefined) continue;
        const demand = externalIdDemand(grant);
        if (demand.kind !== "values") continue;
        for (const value of demand.values) {
          if (demand.wildcards && /[*?]/.test(value)) continue;
          const concrete = view.concrete(value);
          if (demand.ignoresCase) {
            const folded = concrete.toLowerCase();
            const taking = this.#inAnyCase.get(folded) ?? new Set();
            this.#inAnyCase.set(folded, taking.add(view.role));
          }
          const known = grantsOf.get(concrete);
          if (known === undefined) grantsOf.set(concrete, [index]);
          else known.push(index);
        }
      }
      for (const [value, grants] of grantsOf) {
        const statements = [...new Set(grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))];
        this.#add(value, outsider.key, {
          role: view.role,
          cause: outsider.cause,
          label: outsider.label,
          grants,
          statements,
        });
      }
    }
  }

  forget(role: number): void {
    for (const [folded, taking] of this.#inAnyCase) {
      if (taking.delete(role) && taking.size === 0) this.#inAnyCase.delete(folded);
    }
    for (const [value, byOutsider] of this.#byValue) {
      for (const [outsider, uses] of byOutsider) {
        if (!uses.some((use) => use.role === role)) continue;
        const left = uses.filter((use) => use.role !== role);
        if (left.length > 0) byOutsider.set(outsider, left);
        else byOutsider.delete(outsider);
      }
      if (byOutsider.size === 0) this.#byValue.delete(value);
    }
  }

  *finish(): Iterable<PlacedDraft> {
    for (const [value, byOutsider] of this.#merged()) {
      for (const [key, uses] of byOutsider) {
        if (byOutsider.size > 1) yield this.#betweenOutsiders(value, key, uses, byOutsider);
        else if (uses.length > 1) yield this.#withinOne(value, uses);
      }
    }
  }

  /** Spellings that one id satisfies together are one; others are different ids. */
  #merged(): ReadonlyMap<string, ReadonlyMap<string, readonly Use[]>> {
    const merged = new Map<string, Map<string, Use[]>>();
    for (const [value, byOutsider] of this.#byValue) {
      const folded = value.toLowerCase();
      const spelling = this.#inAnyCase.has(folded) ? folded : value;
      const known = merged.get(spelling) ?? new Map<string, Use[]>();
      for (const [outsider, uses] of byOutsider)
        known.set(outsider, [...(known.get(outsider) ?? []), ...uses]);
      merged.set(spelling, known);
    }
    return merged;
  }

  #add(value: string, outsider: string, use: Use): void {
    let byOutsider = this.#byValue.get(value);
    if (byOutsider === undefined) {
      byOutsider = new Map();
      this.#byValue.set(value, byOutsider);
    }
    const uses = byOutsider.get(outsider);
    if (uses === undefined) byOutsider.set(outsider, [use]);
    else uses.push(use);
  }

  /** One finding for each outsider that knows the id, about its first role. */
  #betweenOutsiders(
    value: string,
    key: string,
    uses: readonly Use[],
    byOutsider: ReadonlyMap<string, readonly Use[]>,
  ): PlacedDraft {
    const { first, rest } = this.#firstByArn(uses);
    const others = [...byOutsider].filter(([other]) => other !== key).map(([, theirs]) => theirs);
    const names = others.map((theirs) => theirs[0]?.label ?? "").sort();
    const alsoIn = [...others.flat(), ...rest].filter((use) => use.role !== first.role);
    return {
      cause: `${first.cause} ${value}`,
      severity: "high",
      reasons: [`Each of them knows the external ID that the other uses, and can use the role in its place.`],
      title: `${capitalized(first.label)} and ${names.join(", ")} share one external ID`,
      subject: first.role,
      grants: first.grants,
      statements: first.statements,
      alsoIn: alsoIn.slice(0, shown).map(({ role, statements }) => ({ role, statements })),
    };
  }

  #withinOne(value: string, uses: readonly Use[]): PlacedDraft {
    const { first, rest } = this.#firstByArn(uses);
    return {
      cause: `${first.cause} ${value}`,
      severity: "info",
      reasons: ["One third party alone knows the id; a leak would open all of the roles together."],
      title: `One external ID for ${first.label} in ${uses.length} roles`,
      subject: first.role,
      grants: first.grants,
      statements: first.statements,
      alsoIn: rest.slice(0, shown).map(({ role, statements }) => ({ role, statements })),
    };
  }

  /** The subject must not depend on the order in which roles were looked at. */
  #firstByArn(uses: readonly Use[]): { readonly first: Use; readonly rest: readonly Use[] } {
    const [head, ...tail] = uses;
    if (head === undefined) throw new Error("an external ID without uses");
    let first = head;
    let arn = this.#context.arnOf(head.role);
    for (const use of tail) {
      const other = this.#context.arnOf(use.role);
      if (other < arn) {
        first = use;
        arn = other;
      }
    }
    return { first, rest: uses.filter((use) => use !== first) };
  }
}
