/** Makes the whole finding of what a rule found: evidence, witness, who, impact and a fix that was tried. */
import { witnessFor } from "../authz/index.ts";
import type { Guard, Request, TrustGrant } from "../authz/types.ts";
import { type ExpansionScope, evidenceOf, expandGrants } from "../graph/index.ts";
import type { ReachGraph } from "../graph/reach/index.ts";
import { unreachable } from "../model/index.ts";
import { parsePolicy } from "../policy/index.ts";
import { chainFix } from "./chain-fix/chain-fix.ts";
import type { ChainFixes, FindingSummary } from "./finding-list.ts";
import { advice, fixIdentity, fixTrust, viewOf, type Workbench } from "./fix.ts";
import type { Found } from "./found.ts";
import { identityFacts } from "./identity-facts.ts";
import { leadsTo } from "./leads-to.ts";
import type {
  ControlDraft,
  ControlRule,
  IdentityRule,
  ReachDraft,
  ReachRule,
  Rule,
  TrustView,
} from "./rule.ts";
import { externalAccess } from "./rules/external-access/external-access.ts";
import type { Evidence, Finding, Fix, Who } from "./types.ts";
import { identityView } from "./views.ts";
import { hopsOf, waySentences } from "./way-story.ts";

export type DetailScope = Workbench & {
  readonly rules: readonly Rule[];
  readonly expansion: ExpansionScope;
  /** Null: chains were not asked for. */
  readonly reach: ReachGraph | null;
};

export function findingDetail(
  found: Found,
  summary: FindingSummary,
  scope: DetailScope,
  chainFixes: ChainFixes,
): Finding {
  const rule = scope.rules.find((one) => one.id === found.rule);
  if (rule === undefined) throw new Error(`there is no rule ${found.rule}`);
  if (found.kind === "identity") {
    if (rule.kind !== "identity") throw new Error(`rule ${rule.id} does not look at identity policies`);
    return identityFinding(found, rule, summary, scope);
  }
  if (found.kind === "reach") {
    if (rule.kind !== "reach" || scope.reach === null) throw new Error(`rule ${rule.id} has no graph`);
    const finding = reachFinding(found.draft, summary, scope, scope.reach);
    return { ...finding, fix: reachFix(found.draft, rule, scope, scope.reach, chainFixes) };
  }
  if (found.kind === "control") {
    if (rule.kind !== "control") throw new Error(`rule ${rule.id} does not look at control policies`);
    return controlFinding(found.draft, rule, summary, scope);
  }
  return trustFinding(found, rule, summary, scope);
}

function controlFinding(
  draft: ControlDraft,
  rule: ControlRule,
  summary: FindingSummary,
  { context: { snapshot } }: DetailScope,
): Finding {
  return {
    ...summary,
    // Nobody has what is found.
    who: [],
    guard: [],
    witness: null,
    evidence: draft.evidence.flatMap(({ policy, kind, account, document, statements }) => {
      const parsed = parsePolicy(snapshot.documents.text(document, account), { kind });
      return evidenceOf(snapshot, policy, parsed.ok ? parsed.value : null, document, account, statements);
    }),
    impact: draft.impact,
    fix: advice(rule.advice(draft)),
    status: "open",
  };
}

type TrustFound = Exclude<Found, { kind: "identity" | "reach" | "control" }>;

function trustFinding(found: TrustFound, rule: Rule, summary: FindingSummary, scope: DetailScope): Finding {
  const read = scope.reader.ofRole(found.role);
  const view = read === null ? null : viewOf(found.role, read.template, read.outcome, scope.context);
  const grants = view === null ? [] : found.draft.grants.flatMap((index) => view.grants[index] ?? []);
  const expansion = expandGrants(grants, scope.context.snapshot.roles.row(found.role), scope.expansion);
  return {
    ...summary,
    who: expansion.who,
    guard: commonGuard(grants),
    witness: view === null ? null : firstWitness(grants, view, scope),
    evidence: trustEvidence(found, scope),
    impact: [...impactOf(found, rule, view, scope), ...furtherImpact(found, scope)],
    fix:
      view !== null && (rule.kind === "trust" || rule.kind === "organization")
        ? fixTrust(rule, found, view, scope)
        : null,
    status: "open",
  };
}

function reachFinding(
  draft: ReachDraft,
  summary: FindingSummary,
  scope: DetailScope,
  graph: ReachGraph,
): Finding {
  const { context } = scope;
  const hops = hopsOf(graph, draft.way);
  return {
    ...summary,
    who: whoGoes(draft, subjectView(draft, scope), graph, scope),
    guard: hops[0]?.guard ?? [],
    witness: hops[0]?.requests[0] ?? null,
    evidence: distinct(hops.flatMap(({ evidence }) => evidence)),
    impact: waySentences(graph, hops, draft.way, context),
    fix: null,
    status: "open",
  };
}

function reachFix(
  draft: ReachDraft,
  rule: ReachRule,
  scope: DetailScope,
  graph: ReachGraph,
  chainFixes: ChainFixes,
): Fix {
  return chainFixes === "advised"
    ? advice(rule.advice(draft))
    : chainFix({ rule, draft, view: subjectView(draft, scope) }, graph, scope.context);
}

/** Null: the subject has no trust policy that was read. */
function subjectView({ subject }: ReachDraft, { context, reader }: DetailScope): TrustView | null {
  const role = context.snapshot.roles.byArn(subject);
  const read = role === null ? null : reader.ofRole(role);
  return role === null || read === null ? null : viewOf(role, read.template, read.outcome, context);
}

/** Outsiders under their guards, or the principal where the way starts. */
function whoGoes(
  { way, grants }: ReachDraft,
  view: TrustView | null,
  { nodes }: ReachGraph,
  { context, expansion }: DetailScope,
): readonly Who[] {
  if (way.entrance !== null && view !== null) {
    const entering = grants.flatMap((index) => view.grants[index] ?? []);
    return expandGrants(entering, context.role(view.role), expansion).who;
  }
  const start = way.steps[0]?.node ?? 0;
  const id = nodes.arnOf(start);
  const kind = start < context.snapshot.roles.count ? "role" : "user";
  const proven = way.steps.every(({ by }) => by === null || by.proven);
  return id === null ? [] : [{ kind, id, external: false, proven, guard: [], via: "direct" }];
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()];
}

function identityFinding(
  found: Extract<Found, { kind: "identity" }>,
  rule: IdentityRule,
  summary: FindingSummary,
  scope: DetailScope,
): Finding {
  const { context } = scope;
  const { holder, policy, document, draft } = found;
  const parsed = parsePolicy(context.snapshot.documents.text(document, holder.account), { kind: "identity" });
  const view = parsed.ok
    ? identityView(holder, policy, document, parsed.value, identityFacts(parsed.value), context)
    : null;
  const proposal = view === null ? null : (rule.fix?.(view, draft) ?? null);
  const name = holder.kind === "managed-policy" ? policy : `${holder.arn}/${policy}`;
  return {
    ...summary,
    // Who holds the policy is the subject; whoever is attached to a managed policy is asked of the snapshot, not told here.
    who:
      holder.kind === "role" || holder.kind === "user"
        ? [{ kind: holder.kind, id: holder.arn, external: false, proven: true, guard: [], via: "direct" }]
        : [],
    guard: [],
    witness: null,
    evidence: evidenceOf(
      context.snapshot,
      name,
      parsed.ok ? parsed.value : null,
      document,
      holder.account,
      draft.statements,
    ),
    impact: view === null ? [] : (rule.impact?.(view, draft) ?? []),
    fix: proposal === null ? null : fixIdentity(rule, found, proposal, scope),
    status: "open",
  };
}

/** The terms that every one of the grants has: what must hold in any case. */
function commonGuard(grants: readonly TrustGrant[]): Guard {
  const [first, ...others] = grants;
  if (first === undefined) return [];
  const theirs = others.map((grant) => new Set(grant.guard.map((term) => JSON.stringify(term))));
  return first.guard.filter((term) => {
    const text = JSON.stringify(term);
    return theirs.every((terms) => terms.has(text));
  });
}

function firstWitness(grants: readonly TrustGrant[], view: TrustView, scope: DetailScope): Request | null {
  for (const grant of grants) {
    const witness = witnessFor(grant, {
      role: scope.context.role(view.role),
      organization: scope.context.organization,
    });
    if (witness !== null) return witness;
  }
  return null;
}

function trustEvidence(found: TrustFound, { context, reader }: DetailScope): readonly Evidence[] {
  const places = [{ role: found.role, statements: found.draft.statements }];
  if (found.kind === "organization") places.push(...found.draft.alsoIn);
  return places.flatMap(({ role, statements }) => {
    const template = statements.length === 0 ? undefined : reader.ofRole(role)?.template;
    if (template === undefined) return [];
    const policy = `trust policy of ${context.arnOf(role)}`;
    const owner = context.accountOf(role);
    return evidenceOf(context.snapshot, policy, template.document, template.index, owner, statements);
  });
}

/** What a role that outsiders can assume leads on to, where chains are asked for. */
function furtherImpact({ rule, role }: TrustFound, { reach, context }: DetailScope): readonly string[] {
  return reach === null || rule !== externalAccess.id ? [] : leadsTo(reach, role, context);
}

function impactOf(
  found: TrustFound,
  rule: Rule,
  view: TrustView | null,
  { context }: DetailScope,
): readonly string[] {
  switch (rule.kind) {
    case "trust":
      return view === null ? [] : (rule.impact?.(view, found.draft) ?? []);
    case "role":
      return rule.impact?.(found.role, found.draft, context) ?? [];
    case "organization":
    case "identity":
    case "reach":
    case "control":
      return [];
    default:
      return unreachable(rule);
  }
}
