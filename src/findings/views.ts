/** The views that rules look at, made from templates that are parsed once for all owners. */
import type { DeadEnd, TrustGrant } from "../authz/types.ts";
import type { TrustOutcome, TrustTemplate } from "../graph/index.ts";
import { type AccountId, type DocumentIndex, ownAccount, type RoleIndex } from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import type {
  IdentityFacts,
  IdentityView,
  PolicyHolder,
  RuleContext,
  TrustFacts,
  TrustView,
} from "./rule.ts";

export function trustView(
  role: RoleIndex,
  template: Pick<TrustTemplate, "index" | "document">,
  outcome: TrustOutcome,
  facts: TrustFacts,
  context: RuleContext,
): TrustView {
  return new RoleTrustView(role, template, outcome, facts, context);
}

class RoleTrustView implements TrustView {
  readonly role: RoleIndex;
  readonly owner: AccountId;
  readonly facts: TrustFacts;
  readonly template: DocumentIndex;
  readonly document: PolicyDocument;
  readonly grants: readonly TrustGrant[];
  readonly deadEnds: readonly DeadEnd[];
  readonly context: RuleContext;

  constructor(
    role: RoleIndex,
    template: Pick<TrustTemplate, "index" | "document">,
    outcome: TrustOutcome,
    facts: TrustFacts,
    context: RuleContext,
  ) {
    this.role = role;
    this.owner = context.accountOf(role);
    this.facts = facts;
    this.template = template.index;
    this.document = template.document;
    this.grants = outcome.grants;
    this.deadEnds = outcome.deadEnds;
    this.context = context;
  }

  concrete(text: string): string {
    return text.replaceAll(ownAccount, this.owner);
  }
}

export function identityView(
  holder: PolicyHolder,
  policy: string,
  template: DocumentIndex,
  document: PolicyDocument,
  facts: IdentityFacts,
  context: RuleContext,
): IdentityView {
  return {
    holder,
    policy,
    facts,
    template,
    document,
    concrete: (text) => text.replaceAll(ownAccount, holder.account),
    context,
  };
}
