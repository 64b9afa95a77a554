/**
 * The sensitive capabilities of principals: what of the table (`capability-table.ts`) their policies give, within boundary,
 * SCPs and RCPs, as `what-can` has it, and whether they are administrators. A role acts by sessions without session
 * policies. Before resource policies; RCPs count for the resources of the own account.
 *
 * Start reading at `types.ts`.
 */
import type { Account, Snapshot } from "../../model/index.ts";
import type { ActionCatalogue, ActionFacts } from "../action-catalogue.ts";
import type { RequestToDecide } from "../request-question.ts";
import type { Certainty } from "../types.ts";
import { layersOf, type PrincipalLayers } from "../what-can/layers.ts";
import { ParsedPolicies } from "../what-can/parsed-policies.ts";
import type { ActionGrant } from "../what-can/types.ts";
import { allowedActions } from "../what-can/what-can.ts";
import { type Administrator, administratorJudge } from "./administrator.ts";
import { type CapabilityRow, capabilityTable, type GivingActions } from "./capability-table.ts";
import { isEffective } from "./effective.ts";
import { callerOf, ExampleSearch, PreparedPolicies } from "./example-search.ts";
import { GrantsByAction } from "./grants-by-action.ts";
import { passesRole } from "./pass-role.ts";
import { TableActions } from "./table-actions.ts";
import type { Capabilities, Capability, CapabilityWay } from "./types.ts";

/** Of one principal; for many of a snapshot, make a reader, which remembers. */
export function capabilitiesOf(
  snapshot: Snapshot,
  principal: string,
  catalogue: ActionCatalogue,
): Capabilities | null {
  return capabilityReader(snapshot, catalogue)(principal);
}

/** The answer is null where the snapshot holds no such role, user or account. */
export function capabilityReader(
  snapshot: Snapshot,
  catalogue: ActionCatalogue,
): (principal: string) => Capabilities | null {
  const actions = new TableActions(catalogue);
  const parsed = new ParsedPolicies(snapshot.documents);
  const policies = new PreparedPolicies();
  const administratorOf = administratorsOf(catalogue);
  return (principal) => {
    const layers = layersOf(snapshot, principal, parsed);
    const index = layers === null ? null : snapshot.accountIndex(layers.account);
    const account = index === null ? undefined : snapshot.accounts[index];
    if (layers === null || account === undefined) return null;
    const administrator = administratorOf(layers, account);
    const reading = new Reading(layers, account, snapshot, {
      actions,
      policies,
    });
    const capabilities = capabilityTable.flatMap((row) => reading.capability(row, administrator) ?? []);
    return { principal: layers.principal, administrator, capabilities };
  };
}

/** Of many roles or users, whether each is administrator, and nothing more. Null: the snapshot does not hold it. */
export function administratorReader(
  snapshot: Snapshot,
  catalogue: ActionCatalogue,
): (principal: string) => Administrator | null {
  const parsed = new ParsedPolicies(snapshot.documents);
  const administratorOf = administratorsOf(catalogue);
  return (principal) => {
    const layers = layersOf(snapshot, principal, parsed);
    const index = layers === null ? null : snapshot.accountIndex(layers.account);
    const account = index === null ? undefined : snapshot.accounts[index];
    return layers === null || account === undefined ? null : administratorOf(layers, account);
  };
}

function administratorsOf(
  catalogue: ActionCatalogue,
): (layers: PrincipalLayers, account: Account) => Administrator {
  const judge = administratorJudge(catalogue);
  return (layers, account) => {
    const judged = judge({
      identity: layers.identity.map(({ document }) => document),
      boundary: layers.boundary?.document ?? null,
      missing: layers.unread,
      principal: {
        partition: account.partition,
        account: layers.account,
        lookup: layers.lookup,
        controls: layers.controls.map((level) => level.policies.map(({ document }) => document)),
      },
    });
    return judged.kind === "not"
      ? { ...judged, example: { ...judged.example, ...callerOf(layers) } }
      : judged;
  };
}

/** So many of the ways are tried by guesses, before the algebra is asked. */
const mostGuessed = 6;

class Reading {
  readonly #grants: GrantsByAction;
  readonly #examples: ExampleSearch;
  readonly #account: Account;
  readonly #snapshot: Snapshot;
  readonly #actions: ActionCatalogue;

  constructor(
    layers: PrincipalLayers,
    account: Account,
    snapshot: Snapshot,
    { actions, policies }: { readonly actions: ActionCatalogue; readonly policies: PreparedPolicies },
  ) {
    this.#grants = new GrantsByAction(allowedActions(layers, actions), actions);
    this.#examples = new ExampleSearch(layers, policies, actions.rcpServices);
    this.#account = account;
    this.#snapshot = snapshot;
    this.#actions = actions;
  }

  /** Null: it has none. */
  capability(row: CapabilityRow, administrator: Administrator): Capability | null {
    const ofAdministrator = row.capability === "administrator" ? certaintyOf(administrator) : null;
    if (row.capability === "administrator" && ofAdministrator === null) return null;
    const ways = this.#ways(row, ofAdministrator !== null);
    // An administrator whom SCPs leave nothing is none.
    if (ways.length === 0) return null;
    const found = this.#example(ways);
    if (found.ways.length === 0) return null;
    return {
      capability: row.capability,
      certainty: ofAdministrator ?? found.certainty,
      ways: found.ways,
      example: found.example,
    };
  }

  /** Of an administrator whom SCPs leave other actions than its row has, those of all rows. */
  #ways(row: CapabilityRow, isAdministrator: boolean): readonly CapabilityWay[] {
    const own = waysOf(row.givenBy.flatMap((giving) => this.#given(giving)));
    if (own.length > 0 || !isAdministrator) return own;
    return waysOf(capabilityTable.flatMap((any) => any.givenBy.flatMap((giving) => this.#given(giving))));
  }

  /** The actions that are allowed, each with the grants that allow it. */
  #given({ actions, effective, passesRoleTo }: GivingActions): readonly AllowedWay[] {
    const reasons: string[] = [];
    const works = isEffective(effective, this.#account, this.#snapshot.organization);
    if (works === false) return [];
    if (works !== true) reasons.push(works.because);
    const allowed = actions.flatMap((action) => this.#grants.of(action).map((grant) => ({ action, grant })));
    if (allowed.length > 0 && passesRoleTo !== undefined) {
      const passing = passesRole(passesRoleTo, this.#grants, this.#examples);
      if (passing === false) return [];
      if (passing !== true) reasons.push(passing.because);
    }
    return allowed.map(({ action, grant }) => ({
      action,
      grant,
      reasons: [...reasons, ...this.#grants.unreached(action)],
    }));
  }

  /** Looks for an example among the sure ways first; without one of its own account nothing is sure. */
  #example(ways: readonly CapabilityWay[]): Pick<Capability, "certainty" | "ways" | "example"> {
    const ordered = [...ways].sort((a, b) => Number(isProven(b)) - Number(isProven(a)));
    let foreign: RequestToDecide | null = null;
    for (const way of ordered.slice(0, mostGuessed)) {
      const facts = this.#factsOf(way);
      const example = facts === null ? null : this.#examples.guess(facts, way);
      if (example?.resource.account === this.#account.id) return { certainty: way.certainty, ways, example };
      foreign ??= example;
    }
    const actions = [...new Set(ways.flatMap((way) => way.actions))];
    const found = this.#examples.search(actions.flatMap((action) => this.#actions.action(action) ?? []));
    if (found.kind === "example") {
      const own = ordered.find((way) => way.actions.includes(found.request.action));
      return { certainty: own?.certainty ?? { kind: "proven" }, ways, example: found.request };
    }
    if (found.kind === "none" && foreign === null)
      return { certainty: { kind: "proven" }, ways: [], example: null };
    const reasons = found.kind === "doubt" ? [...found.reasons] : [];
    if (foreign !== null) reasons.push("the resources are another account's, which has to allow it too");
    for (const { certainty } of ways) if (certainty.kind === "may") reasons.push(...certainty.reasons);
    return { certainty: { kind: "may", reasons: [...new Set(reasons)] }, ways, example: foreign };
  }

  #factsOf({ actions: [first = ""] }: CapabilityWay): ActionFacts | null {
    return this.#actions.action(first);
  }
}

/** `reasons`: why the action may not do, whatever the grant says. */
type AllowedWay = {
  readonly action: string;
  readonly grant: ActionGrant;
  readonly reasons: readonly string[];
};

function certaintyOf(administrator: Administrator): Certainty | null {
  switch (administrator.kind) {
    case "administrator":
      return { kind: "proven" };
    case "unknown":
      return { kind: "may", reasons: administrator.reasons };
    case "not":
      return null;
  }
}

/** Actions of the same grant together; only those with the same reservations. */
function waysOf(allowed: readonly AllowedWay[]): readonly CapabilityWay[] {
  const byGrant = Map.groupBy(allowed, ({ grant }) => grant);
  return [...byGrant].flatMap(([grant, own]) => {
    const byReasons = Map.groupBy(own, ({ reasons }) => reasons.join("\n"));
    return Array.from(byReasons.values(), (same) => ({
      ...withReasons(grant, same[0]?.reasons ?? []),
      actions: [...new Set(same.map(({ action }) => action))],
    }));
  });
}

function withReasons(grant: ActionGrant, more: readonly string[]): ActionGrant {
  if (more.length === 0) return grant;
  const reasons = grant.certainty.kind === "may" ? grant.certainty.reasons : [];
  return { ...grant, certainty: { kind: "may", reasons: [...new Set([...reasons, ...more])] } };
}

function isProven({ certainty }: ActionGrant): boolean {
  return certainty.kind === "proven";
}
