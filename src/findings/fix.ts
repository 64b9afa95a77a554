/** A proposal made into a concrete edit, and tried: the edited policy is read, evaluated and shown to the same rule. */
import type { Party, TrustGrant } from "../authz/types.ts";
import type { TrustOutcome, TrustReader, TrustTemplate } from "../graph/index.ts";
import { type AccountId, ownAccount, type RoleIndex } from "../model/index.ts";
import { displayPolicy, parsePolicy } from "../policy/index.ts";
import type { Found } from "./found.ts";
import { identityFacts } from "./identity-facts.ts";
import { editPolicy } from "./policy-edit.ts";
import type {
  FixProposal,
  IdentityRule,
  OrganizationRule,
  ReachDraft,
  ReachRule,
  RuleContext,
  StatementEdit,
  TrustRule,
  TrustView,
} from "./rule.ts";
import { documentFacts, trustFacts } from "./trust-facts.ts";
import type { Fix } from "./types.ts";
import { identityView, trustView } from "./views.ts";

/** What a fix is tried with. */
export type Workbench = { readonly context: RuleContext; readonly reader: TrustReader };

export function fixTrust(
  rule: TrustRule | OrganizationRule,
  found: Extract<Found, { kind: "trust" | "role" | "organization" }>,
  view: TrustView,
  bench: Workbench,
): Fix | null {
  const proposal =
    rule.kind === "trust"
      ? rule.fix?.(view, found.draft)
      : found.kind === "organization"
        ? rule.fix?.(view, found.draft)
        : null;
  if (!proposal) return null;
  const edited = edit(view.template, proposal, view.owner, bench);
  if (edited === null) return { summary: proposal.summary, policy: null, verified: false };
  const template = bench.reader.templateOfText(edited, found.role);
  const after = viewOf(found.role, template, bench.reader.outcome(template, found.role), bench.context);
  if (isWorse(view, after) || !keepsOthers(view, after, found.draft.grants))
    return { summary: proposal.summary, policy: null, verified: false };
  const isGone =
    rule.kind === "trust"
      ? !finds(rule, after, found.draft.cause)
      : found.kind === "organization" && !stillShared(rule, after, found, bench);
  return {
    summary: proposal.summary,
    policy: isGone ? displayPolicy(edited).text : null,
    verified: isGone,
  };
}

/** Takes out of the subject's trust policy those who come in by the draft's grants; where it can't, advice alone. */
export function fixReach(rule: ReachRule, draft: ReachDraft, view: TrustView | null, bench: Workbench): Fix {
  const advice: Fix = { summary: rule.advice(draft), policy: null, verified: false };
  if (view === null || rule.waysIn === undefined) return advice;
  const edits = removals(view, draft.grants);
  const edited = edit(view.template, { summary: advice.summary, edits }, view.owner, bench);
  if (edited === null) return advice;
  const template = bench.reader.templateOfText(edited, view.role);
  const after = viewOf(view.role, template, bench.reader.outcome(template, view.role), bench.context);
  const helps =
    !isWorse(view, after) && keepsOthers(view, after, draft.grants) && rule.waysIn(after).length === 0;
  return helps ? { summary: advice.summary, policy: displayPolicy(edited).text, verified: true } : advice;
}

/** Empty where a grant is not by a principal that stands in the policy as such: a condition is for a person to change. */
function removals(view: TrustView, grants: readonly number[]): readonly StatementEdit[] {
  const edits = new Map<string, StatementEdit>();
  for (const index of grants) {
    const grant = view.grants[index];
    if (grant === undefined) return [];
    let isNamed = false;
    for (const statement of grant.allowedBy) {
      for (const { value } of view.document.statements[statement]?.principal?.entries ?? []) {
        const text = view.concrete(value);
        if (!names(text, grant.party)) continue;
        isNamed = true;
        edits.set(`${statement} ${text}`, { kind: "remove-principal", statement, value: text });
      }
    }
    if (!isNamed) return [];
  }
  return [...edits.values()];
}

function names(text: string, party: Party): boolean {
  switch (party.kind) {
    case "role":
    case "user":
    case "session":
      return text === party.arn || text === party.account || text.endsWith(`:${party.account}:root`);
    case "account":
      return text === party.account || text.endsWith(`:${party.account}:root`);
    case "any-account":
      return text === "*";
    case "federated":
      return text === party.provider;
    case "organization":
    case "organizational-unit":
    case "service":
      return false;
  }
}

/** The grammar rejects something that it did not before, or a way in leads nowhere that did lead somewhere. */
function isWorse(before: TrustView, after: TrustView): boolean {
  const hasErrors = after.document.issues.some((issue) => issue.severity === "error");
  return (hasErrors && !before.facts.hasIssue) || blocked(after) > blocked(before);
}

function blocked(view: TrustView): number {
  return view.deadEnds.filter(({ cause }) => cause === "contradiction" || cause === "denied").length;
}

/** Whoever the finding is not about comes in as before, and is asked for nothing new. */
function keepsOthers(before: TrustView, after: TrustView, about: readonly number[]): boolean {
  const kept = after.grants.map((grant) => ({ way: wayIn(grant), terms: termTexts(grant) }));
  return before.grants.every((grant, index) => {
    if (about.includes(index)) return true;
    const way = wayIn(grant);
    const terms = new Set(termTexts(grant));
    return kept.some((one) => one.way === way && one.terms.every((term) => terms.has(term)));
  });
}

function wayIn({ party, action }: TrustGrant): string {
  return JSON.stringify([action, party]);
}

function termTexts({ guard }: TrustGrant): readonly string[] {
  return guard.map((term) => JSON.stringify(term));
}

export function fixIdentity(
  rule: IdentityRule,
  found: Extract<Found, { kind: "identity" }>,
  proposal: FixProposal,
  bench: Workbench,
): Fix {
  const { account } = found.holder;
  const edited = edit(found.document, proposal, account, bench);
  const parsed =
    edited === null ? null : parsePolicy(edited.replaceAll(account, ownAccount), { kind: "identity" });
  if (edited === null || parsed === null || !parsed.ok)
    return { summary: proposal.summary, policy: null, verified: false };
  const facts = identityFacts(parsed.value);
  const view = identityView(found.holder, found.policy, found.document, parsed.value, facts, bench.context);
  const isGone =
    !rule.appliesTo(facts) || ![...rule.check(view)].some((draft) => draft.cause === found.draft.cause);
  return { summary: proposal.summary, policy: displayPolicy(edited).text, verified: isGone };
}

/** The view of one role's trust policy, as the pass would make it. */
export function viewOf(
  role: RoleIndex,
  template: TrustTemplate,
  outcome: TrustOutcome,
  context: RuleContext,
): TrustView {
  const facts = trustFacts(
    documentFacts(template.document),
    outcome,
    context.accountOf(role),
    context.isOurs,
  );
  return trustView(role, template, outcome, facts, context);
}

function edit(
  document: Parameters<RuleContext["snapshot"]["documents"]["text"]>[0],
  proposal: FixProposal,
  owner: AccountId,
  { context }: Workbench,
): string | null {
  if (proposal.edits.length === 0) return null;
  return editPolicy(context.snapshot.documents.text(document, owner), proposal.edits);
}

function finds(rule: TrustRule, view: TrustView, cause: string): boolean {
  return rule.appliesTo(view.facts) && [...rule.check(view)].some((draft) => draft.cause === cause);
}

/** Runs the rule over the edited policy and the others that the finding shows. */
function stillShared(
  rule: OrganizationRule,
  edited: TrustView,
  found: Extract<Found, { kind: "organization" }>,
  { context, reader }: Workbench,
): boolean {
  const observation = rule.begin(context);
  if (rule.appliesTo(edited.facts)) observation.observe(edited);
  for (const { role } of found.draft.alsoIn) {
    const other = reader.ofRole(role);
    if (other === null) continue;
    const view = viewOf(role, other.template, other.outcome, context);
    if (rule.appliesTo(view.facts)) observation.observe(view);
  }
  return [...observation.finish()].some(
    (draft) => draft.subject === found.role && draft.cause === found.draft.cause,
  );
}
