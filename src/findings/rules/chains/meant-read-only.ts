/** Whether a principal is called or meant to be one that only looks, so that nobody expects more of it. */
import type { Technique } from "../../../graph/techniques/technique.ts";
import { glob, patternMatches } from "../../../logic/index.ts";
import {
  type Arn,
  type DocumentIndex,
  fromTemplate,
  ownAccount,
  type Snapshot,
} from "../../../model/index.ts";
import { parsePolicy } from "../../../policy/index.ts";
import type { ReachView } from "../../rule.ts";

const calledReadOnly =
  /read[-_. ]?only|view[-_. ]?only|(?:^|[-_. /])(?:viewer|auditor|reader)$|SecurityAudit/i;

const awsReadOnly = /:iam::aws:policy\/(?:job-function\/)?\w*(?:ReadOnly|ViewOnly|SecurityAudit)\w*$/;

const looking = /^[\w-]+:(?:BatchGet|Check|Describe|Get|Head|List|Lookup|Search|View)/i;

/** `used`: the techniques by which it comes to more. */
export function readOnlyReasons(
  principal: number,
  used: readonly Technique[],
  view: ReachView,
): readonly string[] {
  const held = heldBy(principal, view);
  if (held === null) return [];
  const reasons: string[] = [];
  if (calledReadOnly.test(held.name)) reasons.push("By its name it is meant to look only.");
  const attached = held.attached.find((arn) => awsReadOnly.test(arn));
  if (attached !== undefined) {
    const name = attached.slice(attached.lastIndexOf("/") + 1);
    reasons.push(`It has ${name}, as principals that are meant to look only do.`);
  }
  const needed = used.flatMap(({ needs }) => needs.map(({ action }) => action));
  if (looksOnlyBesides(held, needed, view))
    reasons.push("Besides what the hops use, its own policies only let it look.");
  return reasons;
}

type Held = {
  readonly name: string;
  readonly account: number;
  readonly attached: readonly Arn[];
  readonly inline: readonly DocumentIndex[];
};

function heldBy(node: number, { graph: { nodes, snapshot } }: ReachView): Held | null {
  const found = nodes.at(node);
  if (found.kind !== "principal") return null;
  const { principal } = found;
  if (principal.kind === "role") {
    const { name, attachedPolicies, inlinePolicies } = snapshot.roles.row(principal.index);
    return {
      name,
      account: nodes.accountOf(node),
      attached: attachedPolicies,
      inline: inlinePolicies.map(({ document }) => document),
    };
  }
  const data = snapshot.accountData(principal.account);
  const user = data?.users[principal.index];
  if (user === undefined) return null;
  const groups = data?.groups.filter(({ name }) => user.groups.includes(name)) ?? [];
  const all = [user, ...groups];
  return {
    name: user.name,
    account: principal.account,
    attached: all.flatMap(({ attachedPolicies }) => attachedPolicies),
    inline: all.flatMap(({ inlinePolicies }) => inlinePolicies.map(({ document }) => document)),
  };
}

/** AWS's own policies go by their names; what was not read says that it may do anything. */
function looksOnlyBesides(
  { account, attached, inline }: Held,
  needed: readonly string[],
  { graph: { snapshot } }: ReachView,
): boolean {
  const documents = [...inline];
  for (const arn of attached) {
    if (awsReadOnly.test(arn)) continue;
    const policy = snapshot.managedPolicy(arn, account);
    if (policy === null) return false;
    documents.push(policy.document);
  }
  let looks = attached.some((arn) => awsReadOnly.test(arn));
  for (const document of documents) {
    for (const text of allowedActions(snapshot, document)) {
      if (looking.test(text)) looks = true;
      else if (!isNeeded(text, needed)) return false;
    }
  }
  return looks;
}

function isNeeded(text: string, needed: readonly string[]): boolean {
  if (/^[^:]*\*|:\*/.test(text)) return false;
  const pattern = glob(text, true);
  return needed.some((action) => patternMatches(pattern, action));
}

// Policies are shared by many principals.
const actionsRead = new WeakMap<Snapshot, Map<DocumentIndex, readonly string[]>>();

function allowedActions(snapshot: Snapshot, document: DocumentIndex): readonly string[] {
  const known = actionsRead.get(snapshot) ?? new Map<DocumentIndex, readonly string[]>();
  actionsRead.set(snapshot, known);
  let actions = known.get(document);
  if (actions === undefined) {
    const parsed = parsePolicy(fromTemplate(snapshot.documents.template(document), ownAccount), {
      kind: "identity",
    });
    actions = !parsed.ok
      ? ["*"]
      : parsed.value.statements.flatMap(({ effect, action }) =>
          effect === "Deny" ? [] : action.negated ? ["*"] : action.patterns.map(({ text }) => text),
        );
    known.set(document, actions);
  }
  return actions;
}
