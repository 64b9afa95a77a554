/** A proposal made into a concrete edit, and tried: the edited policy is read, evaluated and shown to the same rule. */
import type { TrustGrant } from "../authz/types.ts";
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
  RuleContext,
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
  if (edited === null) return advice(proposal.summary);
  const template = bench.reader.templateOfText(edited, found.role);
  const after = viewOf(found.role, template, bench.reader.outcome(template, found.role), bench.context);
  if (isWorse(view, after) || !keepsOthers(view, after, found.draft.grants)) return advice(proposal.summary);
  const isGone =
    rule.kind === "trust"
      ? !finds(rule, after, found.draft.cause)
      : found.kind === "organization" && !stillShared(rule, after, found, bench);
  return isGone
    ? tried(proposal.summary, `trust policy of ${bench.context.arnOf(found.role)}`, edited)
    : advice(proposal.summary);
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
  if (edited === null || parsed === null || !parsed.ok) return advice(proposal.summary);
  const facts = identityFacts(parsed.value);
  const view = identityView(found.holder, found.policy, found.document, parsed.value, facts, bench.context);
  const isGone =
    !rule.appliesTo(facts) || ![...rule.check(view)].some((draft) => draft.cause === found.draft.cause);
  const name = found.holder.kind === "managed-policy" ? found.policy : `${found.holder.arn}/${found.policy}`;
  return { ...tried(proposal.summary, name, edited), verified: isGone };
}

/** What to do, without an edit that was tried. */
export function advice(summary: string): Fix {
  return { summary, where: null, policy: null, verified: false, alsoLost: null };
}

function tried(summary: string, where: string, edited: string): Fix {
  return { summary, where, policy: displayPolicy(edited).text, verified: true, alsoLost: null };
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
