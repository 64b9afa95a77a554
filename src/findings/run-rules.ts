/**
 * Runs the rules over a snapshot. Trust rules hang on the pass over the trust policies, which others (the graph's
 * builder) share; the others look afterwards. Order of rules and roles has no influence on what is found.
 */
import type { TrustOutcome, TrustPass } from "../graph/index.ts";
import type { Found } from "./found.ts";
import { heldPolicies, type IdentityTemplate, readIdentityTemplate } from "./identity-policies.ts";
import type {
  ControlRule,
  IdentityRule,
  Observation,
  OrganizationRule,
  RoleRule,
  Rule,
  RuleContext,
  TrustFacts,
  TrustRule,
} from "./rule.ts";
import { documentFacts, trustFacts } from "./trust-facts.ts";
import { identityView, trustView } from "./views.ts";

export interface RuleRun {
  /** To be given every trust policy with its role; see `trustPass`. */
  readonly onTrust: TrustPass;
  /** All that was found, once the pass is over. */
  finish(): readonly Found[];
}

export function startRules(rules: readonly Rule[], context: RuleContext): RuleRun {
  return new Run(rules, context);
}

type Applicable = { readonly trust: readonly TrustRule[]; readonly observers: readonly Observer[] };
type Observer = { readonly rule: OrganizationRule; readonly observation: Observation };

class Run implements RuleRun {
  readonly #context: RuleContext;
  readonly #trust: readonly TrustRule[];
  readonly #observers: readonly Observer[];
  readonly #roles: readonly RoleRule[];
  readonly #identity: readonly IdentityRule[];
  readonly #control: readonly ControlRule[];
  readonly #found: Found[] = [];

  constructor(rules: readonly Rule[], context: RuleContext) {
    this.#context = context;
    this.#trust = rules.filter((rule) => rule.kind === "trust");
    this.#roles = rules.filter((rule) => rule.kind === "role");
    this.#identity = rules.filter((rule) => rule.kind === "identity");
    this.#control = rules.filter((rule) => rule.kind === "control");
    this.#observers = rules
      .filter((rule) => rule.kind === "organization")
      .map((rule) => ({ rule, observation: rule.begin(context) }));
  }

  readonly onTrust: TrustPass = (template) => {
    const context = this.#context;
    const fromText = documentFacts(template.document);
    let last: TrustOutcome | null = null;
    let facts: TrustFacts | null = null;
    let applicable: Applicable = { trust: [], observers: [] };
    return (role, owner, outcome) => {
      // Roles whose policies come to the same mostly share the very outcome: facts and rules are the same then.
      if (
        facts === null ||
        last === null ||
        last.grants !== outcome.grants ||
        last.deadEnds !== outcome.deadEnds
      ) {
        facts = trustFacts(fromText, outcome, owner, context.isOurs);
        applicable = this.#applicable(facts);
        last = outcome;
      }
      if (applicable.trust.length === 0 && applicable.observers.length === 0) return;
      const view = trustView(role, template, outcome, facts, context);
      for (const rule of applicable.trust) {
        for (const draft of rule.check(view)) this.#found.push({ kind: "trust", rule: rule.id, role, draft });
      }
      for (const { observation } of applicable.observers) observation.observe(view);
    };
  };

  finish(): readonly Found[] {
    for (const { rule, observation } of this.#observers) {
      for (const draft of observation.finish())
        this.#found.push({ kind: "organization", rule: rule.id, role: draft.subject, draft });
    }
    this.#runRoleRules();
    this.#runIdentityRules();
    for (const rule of this.#control) {
      for (const draft of rule.check(this.#context))
        this.#found.push({ kind: "control", rule: rule.id, draft });
    }
    return this.#found;
  }

  #applicable(facts: TrustFacts): Applicable {
    return {
      trust: this.#trust.filter((rule) => rule.appliesTo(facts)),
      observers: this.#observers.filter(({ rule }) => rule.appliesTo(facts)),
    };
  }

  #runRoleRules(): void {
    const { count } = this.#context.snapshot.roles;
    for (const rule of this.#roles) {
      for (let role = 0; role < count; role++) {
        for (const draft of rule.check(role, this.#context))
          this.#found.push({ kind: "role", rule: rule.id, role, draft });
      }
    }
  }

  #runIdentityRules(): void {
    if (this.#identity.length === 0) return;
    const context = this.#context;
    const templates = new Map<
      number,
      { readonly template: IdentityTemplate; readonly rules: readonly IdentityRule[] } | null
    >();
    for (const held of heldPolicies(context.snapshot)) {
      let known = templates.get(held.document);
      if (known === undefined) {
        const template = readIdentityTemplate(context.snapshot, held.document);
        const rules =
          template === null ? [] : this.#identity.filter((rule) => rule.appliesTo(template.facts));
        known = template === null || rules.length === 0 ? null : { template, rules };
        templates.set(held.document, known);
      }
      if (known === null) continue;
      const holder = held.holder();
      const policy = held.name();
      const { document, facts } = known.template;
      const view = identityView(holder, policy, held.document, document, facts, context);
      for (const rule of known.rules) {
        for (const draft of rule.check(view))
          this.#found.push({
            kind: "identity",
            rule: rule.id,
            holder,
            policy,
            document: held.document,
            draft,
          });
      }
    }
  }
}
