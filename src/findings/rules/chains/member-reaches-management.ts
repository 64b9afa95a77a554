import { type AccountIndex, type RoleIndex, splitArn } from "../../../model/index.ts";
import { accountLabel } from "../../account-label.ts";
import { statementsOf } from "../../guard-terms.ts";
import { hopsText } from "../../reach-view.ts";
import {
  accountOfParty,
  type ReachDraft,
  type ReachRule,
  type ReachView,
  type TrustView,
} from "../../rule.ts";
import { capitalized } from "../../sentence.ts";
import { isActedByAws } from "./acted-by-aws.ts";
import { type Arrival, arrivals, crossingsTo } from "./crossings.ts";

export const memberReachesManagement: ReachRule = {
  kind: "reach",
  id: "member-reaches-management",
  title: "Member account comes to the management account",
  rationale:
    "Whoever administers the management account, or changes what the organization holds over its accounts, controls all of " +
    "them; no control policy binds the management account itself. A principal of a member account that comes there by " +
    "whatever hops puts the whole organization at the mercy of that one account. Nothing that runs in the management account " +
    "should be usable from elsewhere; delegate to a member account instead.",
  references: [
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html",
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html",
  ],
  severity: "critical",

  *check(view): Iterable<ReachDraft> {
    const management = managementOf(view);
    if (management === null) return;
    const { nodes } = view.graph;
    const toManagement = view.distancesTo([nodes.ofAdministrator(management), nodes.organization]);
    const isElsewhere = (node: number) => view.accountOf(node) !== management;
    const found = arrivals(
      view,
      toManagement,
      crossingsTo(view, toManagement, ({ from, to }) => isElsewhere(from) && !isElsewhere(to)),
      (principal) => !isActedByAws(principal, view),
      isElsewhere,
    );
    for (const arrival of found) {
      const draft = draftOf(arrival, view);
      if (draft !== null) yield draft;
    }
  },

  waysIn: (subject) => waysInOf(subject),

  advice: ({ grants }) =>
    grants.length > 0
      ? "Take other accounts out of the role's trust policy; what has to be done from there, delegate to a member account."
      : "Take away what leads into the management account: the hops name the statements.",
};

function managementOf({ graph: { snapshot } }: ReachView): AccountIndex | null {
  const { organization } = snapshot;
  return organization === null ? null : snapshot.accountIndex(organization.managementAccount);
}

/** Every grant to others than the role's own account's principals. */
function waysInOf({ grants, owner }: Pick<TrustView, "grants" | "owner">): readonly number[] {
  return grants.flatMap(({ party }, index) => {
    const account = accountOfParty(party);
    const isOther = account === null ? !/^(?:service|federated)$/.test(party.kind) : account !== owner;
    return isOther ? [index] : [];
  });
}

function draftOf(arrival: Arrival, view: ReachView): ReachDraft | null {
  const { context, graph } = view;
  const { proven, hops, way, accounts } = arrival;
  const end = way.steps.at(-1)?.node ?? 0;
  const what =
    end === graph.nodes.organization ? "control the organization" : "administer the management account";
  const owner = context.snapshot.accounts[arrival.account]?.id;
  if (owner === undefined) return null;
  const told = arrival.onlyTrusted === null ? [] : trusted(arrival.onlyTrusted, view);
  const first = graph.nodes.arnOf(way.steps[0]?.node ?? 0);
  const from = accountLabel(arrival.startsIn, context);
  const whoStarts =
    first === null
      ? capitalized(from)
      : `${splitArn(first)?.resource.replace(/\/.*\//, "/") ?? first} of ${from}`;
  const others = accounts.size > 1 ? `, and ${accounts.size - 1} more accounts` : "";
  return {
    cause: "management",
    severity: proven ? "critical" : "high",
    reasons: [
      proven
        ? "Every hop is proven, under the conditions that it names."
        : "Some hop is not proven: the hops say what is not known.",
      `${capitalized(accountLabel(arrival.startsIn, context))}${others} can take the hop into the management account.`,
    ],
    title: `${whoStarts} can come to ${what} in ${hopsText(hops)}`,
    grants: told,
    statements:
      arrival.onlyTrusted === null ? [] : statementsOf(told, graph.assumptions.grantsOf(arrival.onlyTrusted)),
    subject: arrival.subject,
    account: owner,
    way,
  };
}

function trusted(role: RoleIndex, { graph, context }: ReachView): readonly number[] {
  return waysInOf({ grants: graph.assumptions.grantsOf(role), owner: context.accountOf(role) });
}
