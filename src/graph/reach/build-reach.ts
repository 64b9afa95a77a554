/** Builds the graph of what can be reached: account by account its techniques, then every role's ways in. */
import { type CallEngine, callEngine } from "../../authz/calls/index.ts";
import type { AccountIndex, Arn, RoleIndex } from "../../model/index.ts";
import { arnOfPrincipal, principalOf } from "../principals.ts";
import { techniques } from "../techniques/catalogue.ts";
import { Building } from "./building.ts";
import { ReachGraph } from "./reach-graph.ts";
import type { ReachScope } from "./reach-scope.ts";
import { TechniqueEdges } from "./technique-edges.ts";
import { WaysIntoRoles } from "./ways-into-roles.ts";

export function buildReachGraph(scope: ReachScope): ReachGraph {
  const { snapshot } = scope;
  const building = new Building(scope, techniqueEngine(scope));
  const byTechniques = new TechniqueEdges(building);
  for (let account = 0; account < snapshot.accounts.length; account++) {
    if (snapshot.accounts[account]?.hasData === true) byTechniques.addAccount(account);
  }
  byTechniques.addAdministrators();
  for (const [account, named] of namedElsewhere(building)) byTechniques.addEditsOf(account, named);
  const ways = new WaysIntoRoles(building);
  for (let role = 0; role < snapshot.roles.count; role++) ways.addWaysInto(role);
  const { engine, nodes, edges, workings } = building;
  return new ReachGraph(scope, engine, nodes, edges.edges(nodes.count), {
    entrances: ways.entrances,
    administered: workings.administered,
    limited: byTechniques.limited,
  });
}

/** Knows every action that a technique needs. */
export function techniqueEngine({ snapshot, organization }: ReachScope): CallEngine {
  const actions = techniques.flatMap(({ needs }) => needs.map(({ action }) => action));
  return callEngine(snapshot, organization, actions);
}

/** Principals of administered accounts whom roles of other accounts name, by account. */
function namedElsewhere({ scope, workings }: Building): ReadonlyMap<AccountIndex, ReadonlySet<Arn>> {
  const { snapshot } = scope;
  const found = new Map<AccountIndex, Set<Arn>>();
  for (let role = 0; role < snapshot.roles.count; role++) {
    for (const [arn, account] of namedOfOthers(scope, role)) {
      if (!workings.administered.has(account)) continue;
      const known = found.get(account) ?? new Set();
      found.set(account, known.add(arn));
    }
  }
  return found;
}

/** The principals of other accounts whom the role's trust policy names, and whose account was read. */
export function namedOfOthers(
  { snapshot, assumptions }: Pick<ReachScope, "snapshot" | "assumptions">,
  role: RoleIndex,
): ReadonlyMap<Arn, AccountIndex> {
  const found = new Map<Arn, AccountIndex>();
  for (const { party, action } of assumptions.grantsOf(role)) {
    if (action !== "sts:AssumeRole") continue;
    if (party.kind !== "role" && party.kind !== "user" && party.kind !== "session") continue;
    const account = snapshot.accountIndex(party.account);
    if (account === null || account === snapshot.roles.account[role]) continue;
    if (snapshot.accounts[account]?.hasData !== true) continue;
    const principal = principalOf(party.arn, snapshot);
    if (principal !== null) found.set(arnOfPrincipal(principal, snapshot), account);
  }
  return found;
}
