import { outsidersOf } from "../../outsiders.ts";
import type { Observation, OrganizationRule, PlacedDraft, RuleContext } from "../../rule.ts";
import { externalIdDemand } from "./external-id-terms.ts";
import { requireExternalId } from "./require-external-id.ts";

/** One role's use of one external id for one outsider. */
type Use = {
  readonly role: number;
  readonly label: string;
  readonly grants: readonly number[];
  readonly statements: readonly number[];
};

/** How many other roles a finding shows as evidence; the title tells how many there are. */
const shown = 20;

export const externalIdShared: OrganizationRule = {
  kind: "organization",
  id: "external-id-shared",
  title: "External id used more than once",
  rationale:
    "An external id is a secret between one customer and one third party about one relationship. Two third parties that " +
    "know the same id can each stand in for the other's customer, and an id that leaks in one place opens all. The same " +
    "third party using one id for several of our roles is common (many issue one id a customer) and only told once.",
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"],
  severity: "high",
  appliesTo: (facts) => facts.hasExternalAccount && facts.keys.has("sts:externalid"),

  begin: (context) => new Uses(context),

  fix: (view, draft) => ({
    summary: "Agree on an external id of its own with each third party, and require it.",
    edits: requireExternalId(view, draft),
  }),
};

class Uses implements Observation {
  readonly #context: RuleContext;
  /** External id, then outsider, then uses. */
  readonly #byValue = new Map<string, Map<string, Use[]>>();

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
          const known = grantsOf.get(value);
          if (known === undefined) grantsOf.set(value, [index]);
          else known.push(index);
        }
      }
      for (const [value, grants] of grantsOf) {
        const statements = [...new Set(grants.flatMap((index) => view.grants[index]?.allowedBy ?? []))];
        this.#add(view.concrete(value), outsider.key, {
          role: view.role,
          label: outsider.label,
          grants,
          statements,
        });
      }
    }
  }

  *finish(): Iterable<PlacedDraft> {
    for (const [value, byOutsider] of this.#byValue) {
      for (const [key, uses] of byOutsider) {
        if (byOutsider.size > 1) yield this.#betweenOutsiders(value, key, uses, byOutsider);
        else if (uses.length > 1) yield this.#withinOne(value, key, uses);
      }
    }
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
      cause: `${key} ${value}`,
      severity: "high",
      reasons: [
        `${first.label} and ${names.join(", ")} know the same external id, so each can stand in for the other.`,
      ],
      title: `The external id for ${first.label} is also the one for ${names.join(", ")}`,
      subject: first.role,
      grants: first.grants,
      statements: first.statements,
      alsoIn: alsoIn.slice(0, shown).map(({ role, statements }) => ({ role, statements })),
    };
  }

  #withinOne(value: string, key: string, uses: readonly Use[]): PlacedDraft {
    const { first, rest } = this.#firstByArn(uses);
    return {
      cause: `${key} ${value}`,
      severity: "info",
      reasons: ["One third party alone knows the id; a leak would open all of the roles together."],
      title: `One external id for ${first.label} in ${uses.length} roles`,
      subject: first.role,
      grants: first.grants,
      statements: first.statements,
      alsoIn: rest.slice(0, shown).map(({ role, statements }) => ({ role, statements })),
    };
  }

  /** The subject must not depend on the order in which roles were looked at. */
  #firstByArn(uses: readonly Use[]): { readonly first: Use; readonly rest: readonly Use[] } {
    const [head, ...tail] = uses;
    if (head === undefined) throw new Error("an external id without uses");
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
