/**
 * What a principal can come to, transitively: by assuming roles, by techniques that turn permissions into another
 * principal's, by access to resources. In flow the graph of assumptions and the catalogue of techniques; out come ways, blast
 * radius and exposure, every hop with its statements and an example request.
 *
 * Nodes are states of an attacker (`nodes.ts`), edges stand in typed arrays (`edge-table.ts`). An account's administrator is one
 * node, so that thousands of them do not become millions of edges.
 * Start reading at `nodes.ts`, then `build-reach.ts` and `attempt.ts`. `resources/`: who uses data, the last hop of a way;
 * `sessions/`: which ways their sessions allow; `cut/`: chokepoints; `update/`: the graph after a changed trust policy.
 */
export { type AdministeredAccount, blastRadius, type Reached } from "./blast-radius.ts";
export { buildReachGraph } from "./build-reach.ts";
export { type Chokepoints, type CutQuestion, chokepoints } from "./cut/chokepoints.ts";
export {
  documentOf as documentAt,
  mayConcern,
  placeEdit,
  type RemovablePlace,
} from "./cut/policy-place.ts";
export { type Removable, removablesOf, removalOf } from "./cut/removable-statements.ts";
export {
  type CutStatement,
  defaultBudget,
  type StatementCut,
  statementCut,
} from "./cut/statement-cut.ts";
export { supportOf } from "./cut/way-support.ts";
export { describeHop, type HopStory } from "./describe-hop.ts";
export { type Edges, edgeKind, firstTechnique } from "./edge-table.ts";
export {
  accountsOfUnit,
  endResources,
  type PathEnd,
  type PathStart,
  principalsMatching,
  readEnd,
  readStart,
  startName,
} from "./ends.ts";
export { type Exposed, exposure } from "./exposure.ts";
export { findPaths, type Path, type PathHop, type PathQuestion, type Paths, pathAlong } from "./paths.ts";
export { placeName } from "./place-name.ts";
export type { ReachGraph } from "./reach-graph.ts";
export { dataActions } from "./resources/data-access.ts";
export {
  type CountsEdge,
  distancesFrom,
  distancesTo,
  farAway,
  nearestNodes,
  nearestWay,
  reversed,
  type Step,
  shortestWay,
  waysBetween,
} from "./search.ts";
export { reachFromSections, reachSections } from "./sections.ts";
export { settlerOf, settleSteps, startOf } from "./sessions/settle-way.ts";
export { techniqueOfKind } from "./technique-numbers.ts";
export { changeTrust, withChangedTrust } from "./update/change-trust.ts";
export { GraphEdits, type PolicyEdit } from "./update/graph-edits.ts";
export { prepareUpdates } from "./update/update-reach.ts";
export { type StepAsked, withoutStep } from "./update/without-step.ts";
export { whyAdministrator } from "./why-administrator.ts";
