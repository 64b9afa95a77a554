/**
 * Runs the rules over a snapshot. Trust rules hang on the pass over the trust policies, which others (the graph's
 * builder) share; the others look afterwards. Order of rules and roles has no influence on what is found. What was found can be
 * brought up to date when trust policies change.
 */
import type { TrustOutcome, TrustPass, TrustReader } from "../graph/index.ts";
import type { RoleIndex } from "../model/index.ts";
import type { Found } from "./found.ts";
import {
  type HeldPolicy,
  heldPolicies,
  type IdentityTemplate,
  readIdentityTemplate,
} from "./identity-policies.ts";
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
  /** All that was found, as it stands. */
  found(): readonly Found[];
  /**
   * Once finished: looks again at what hangs on the trust policies of these roles. `context` and `reader`: of a snapshot that
   * differs in those policies alone.
   */
  afterTrust(context: RuleContext, reader: TrustReader, roles: readonly RoleIndex[]): FoundAgain;
}

/** What may differ, before and after; all else stays as it was found. */
export type FoundAgain = { readonly before: readonly Found[]; readonly after: readonly Found[] };

export function startRules(rules: readonly Rule[], context: RuleContext): RuleRun {
  return new Run(rules, context);
}

/** What hangs on these alone; `controls`: rules about control policies run too, which look at the whole organization. */
export type RuleSubjects = {
  readonly roles: readonly RoleIndex[];
  /** Policies that stand there by themselves, or are somebody's own. */
  readonly held: Iterable<HeldPolicy>;
  readonly controls: boolean;
};

/**
 * Of single roles and policies, what all rules would find about them: without those that look at many trust policies together, and
 * without those about chains.
 */
export function findAbout(
  rules: readonly Rule[],
  context: RuleContext,
  reader: TrustReader,
  { roles, held, controls }: RuleSubjects,
): readonly Found[] {
  const run = new Run(
    rules.filter(
      ({ kind }) =>
        kind === "trust" || kind === "role" || kind === "identity" || (controls && kind === "control"),
    ),
    context,
  );
  const { after } = run.afterTrust(context, reader, roles);
  return [...after, ...run.ofHeld(held), ...run.ofControls()];
}

type Applicable = { readonly trust: readonly TrustRule[]; readonly observers: readonly Observer[] };
type Observer = { readonly rule: OrganizationRule; readonly observation: Observation };

class Run implements RuleRun {
  #context: RuleContext;
  readonly #trust: readonly TrustRule[];
  readonly #observers: readonly Observer[];
  readonly #roles: readonly RoleRule[];
  readonly #identity: readonly IdentityRule[];
  readonly #control: readonly ControlRule[];
  /** By rules that look at one role's trust policy, or at one role. */
  #ofRoles: Found[] = [];
  /** By rules that look at many trust policies together. */
  #ofMany: readonly Found[] = [];
  /** By rules that look at no trust policy. */
  readonly #ofOthers: Found[] = [];

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
        for (const draft of rule.check(view))
          this.#ofRoles.push({ kind: "trust", rule: rule.id, role, draft });
      }
      for (const { observation } of applicable.observers) observation.observe(view);
    };
  };

  finish(): readonly Found[] {
    this.#ofMany = this.#findOfMany();
    const { count } = this.#context.snapshot.roles;
    for (let role = 0; role < count; role++) this.#runRoleRules(role);
    if (this.#identity.length > 0) this.#ofOthers.push(...this.ofHeld(heldPolicies(this.#context.snapshot)));
    this.#ofOthers.push(...this.ofControls());
    return this.found();
  }

  *ofControls(): Iterable<Found> {
    for (const rule of this.#control) {
      for (const draft of rule.check(this.#context)) yield { kind: "control", rule: rule.id, draft };
    }
  }

  found(): readonly Found[] {
    return [...this.#ofRoles, ...this.#ofMany, ...this.#ofOthers];
  }

  afterTrust(context: RuleContext, reader: TrustReader, roles: readonly RoleIndex[]): FoundAgain {
    this.#context = context;
    const changed = new Set(roles);
    const isChanged = (one: Found): boolean => "role" in one && changed.has(one.role);
    const were = [...this.#ofRoles.filter(isChanged), ...this.#ofMany];
    const others = this.#ofRoles.filter((one) => !isChanged(one));
    this.#ofRoles = [];
    for (const role of changed) {
      for (const { observation } of this.#observers) observation.forget(role);
      const read = reader.ofRole(role);
      if (read !== null) this.onTrust(read.template)(role, context.accountOf(role), read.outcome);
      this.#runRoleRules(role);
    }
    this.#ofMany = this.#findOfMany();
    const after = [...this.#ofRoles, ...this.#ofMany];
    this.#ofRoles = [...others, ...this.#ofRoles];
    return { before: were, after };
  }

  #findOfMany(): readonly Found[] {
    return this.#observers.flatMap(({ rule, observation }) =>
      [...observation.finish()].map(
        (draft): Found => ({ kind: "organization", rule: rule.id, role: draft.subject, draft }),
      ),
    );
  }

  #applicable(facts: TrustFacts): Applicable {
    return {
      trust: this.#trust.filter((rule) => rule.appliesTo(facts)),
      observers: this.#observers.filter(({ rule }) => rule.appliesTo(facts)),
    };
  }

  #runRoleRules(role: RoleIndex): void {
    for (const rule of this.#roles) {
      for (const draft of rule.check(role, this.#context))
        this.#ofRoles.push({ kind: "role", rule: rule.id, role, draft });
    }
  }

  *ofHeld(policies: Iterable<HeldPolicy>): Iterable<Found> {
    const context = this.#context;
    const templates = new Map<
      number,
      { readonly template: IdentityTemplate; readonly rules: readonly IdentityRule[] } | null
    >();
    for (const held of policies) {
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
          yield { kind: "identity", rule: rule.id, holder, policy, document: held.document, draft };
      }
    }
  }
}
