/** Allow statements of identity policies of which SCPs leave nothing, put together by what takes it. */
import type { ControlLimit } from "../../authz/symbolic/control-limits.ts";
import {
  type AccountId,
  type DocumentIndex,
  fromTemplate,
  ownAccount,
  type Snapshot,
} from "../../model/index.ts";
import { parsePolicy, type Statement } from "../../policy/index.ts";
import { type HeldPolicy, heldPolicies } from "../identity-policies.ts";
import { scpsByAccount } from "./account-scps.ts";
import { attachedPolicies } from "./attached-policies.ts";
import { type Suspect, Territory } from "./territory.ts";

/** A policy some of whose statements are dead. */
export type DeadPlace = {
  /** As evidence calls it: a policy's ARN, or its holder's ARN and its name. */
  readonly policy: string;
  readonly account: AccountId;
  readonly document: DocumentIndex;
  /** Positions of the dead statements. */
  readonly statements: readonly number[];
};

/** What the same limits leave nothing of. */
export type DeadGrants = {
  readonly killers: readonly ControlLimit[];
  /** The first few. */
  readonly places: readonly DeadPlace[];
  readonly statements: number;
  readonly policies: number;
  readonly accounts: number;
};

/** Places that are kept: a closed account has thousands. */
const mostPlaces = 20;

/** In the order in which they are found; empty where no organization or none of its SCPs is known. */
export function deadGrants(snapshot: Snapshot): readonly DeadGrants[] {
  const search = new Search(snapshot);
  for (const held of heldPolicies(snapshot)) search.look(held);
  return search.found();
}

type Tally = {
  readonly killers: readonly ControlLimit[];
  readonly places: DeadPlace[];
  readonly accounts: Set<AccountId>;
  statements: number;
  policies: number;
};

class Search {
  readonly #snapshot: Snapshot;
  readonly #territoryOf: (account: AccountId) => Territory | null;
  readonly #isAttached: (policy: string, account: AccountId) => boolean;
  readonly #tallies = new Map<string, Tally>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#territoryOf = territories(snapshot);
    this.#isAttached = attachedPolicies(snapshot);
  }

  look(held: HeldPolicy): void {
    const territory = this.#territoryOf(held.account);
    if (territory === null || territory.isOpen) return;
    const suspects = this.#suspects(held, territory);
    if (suspects.length === 0) return;
    const { arn } = held.holder();
    // AWS alone acts as a service-linked role, and SCPs do not limit it.
    if (arn.includes(":role/aws-service-role/")) return;
    const isPrincipal = held.kind === "role" || held.kind === "user";
    const dead = suspects.filter(
      ({ left }) => left.kind === "none" || (left.kind === "some" && isPrincipal && !left.of(arn)),
    );
    if (dead.length === 0) return;
    if (held.kind === "managed-policy" && !this.#isAttached(arn, held.account)) return;
    const policy = held.kind === "managed-policy" ? arn : `${arn}/${held.name()}`;
    for (const [key, own] of Map.groupBy(dead, (one) => keyOf(territory.killersOf(one, arn)))) {
      const [first] = own;
      if (first !== undefined) this.#add(key, territory.killersOf(first, arn), own, { ...held, policy });
    }
  }

  found(): readonly DeadGrants[] {
    return Array.from(this.#tallies.values(), ({ accounts, ...rest }) => ({
      ...rest,
      accounts: accounts.size,
    }));
  }

  #add(
    key: string,
    killers: readonly ControlLimit[],
    dead: readonly Suspect[],
    { policy, account, document }: Omit<DeadPlace, "statements">,
  ): void {
    const tally = this.#tallies.get(key) ?? {
      killers,
      places: [],
      accounts: new Set(),
      statements: 0,
      policies: 0,
    };
    this.#tallies.set(key, tally);
    tally.policies++;
    tally.statements += dead.length;
    tally.accounts.add(account);
    const statements = dead.map(({ grant }) => grant.statement.index);
    if (tally.places.length < mostPlaces) tally.places.push({ policy, account, document, statements });
  }

  #suspects({ document, account }: HeldPolicy, territory: Territory): readonly Suspect[] {
    const known = territory.suspects.get(document);
    if (known !== undefined) return known;
    const { documents } = this.#snapshot;
    const template = documents.template(document);
    let found: readonly Suspect[] = [];
    if (!territory.isAliveAtAGlance(template)) {
      const parsed = parsePolicy(fromTemplate(template, ownAccount), { kind: "identity" });
      found = parsed.ok ? territory.suspectsOf(parsed.value) : [];
      if (parsed.ok && parsed.value.statements.some((one) => isAboutOwn(one, account, territory))) {
        const own = parsePolicy(documents.text(document, account), { kind: "identity" });
        return own.ok ? territory.suspectsOf(own.value) : [];
      }
    }
    territory.suspects.set(document, found);
    return found;
  }
}

/** Whether it makes a difference to the SCPs which account it is that the statement calls its own. */
function isAboutOwn({ resource, conditions }: Statement, account: AccountId, { scps }: Territory): boolean {
  const isOwn = ({ text }: { readonly text: string }): boolean => text.includes(ownAccount);
  return (
    conditions.some((one) => (one.kind === "test" ? one.values.some(isOwn) : isOwn(one))) ||
    (resource?.patterns.some(isOwn) === true && scps.names(account))
  );
}

function territories(snapshot: Snapshot): (account: AccountId) => Territory | null {
  const scpsOf = scpsByAccount(snapshot);
  const organizationId = snapshot.organization?.id ?? "";
  const byAccount = new Map<AccountId, Territory | null>();
  const byScps = new Map<unknown, Territory>();
  return (account) => {
    let territory = byAccount.get(account);
    if (territory !== undefined) return territory;
    const scps = scpsOf(account);
    territory = scps === null ? null : (byScps.get(scps) ?? new Territory(scps, organizationId));
    if (scps !== null && territory !== null) byScps.set(scps, territory);
    byAccount.set(account, territory);
    return territory;
  };
}

/** The same for the same statements of SCPs, whoever is under them. */
function keyOf(killers: readonly ControlLimit[]): string {
  return killers
    .map((one) =>
      one.kind === "deny" ? `${one.policy}#${one.statement.index}` : `level ${one.policies.join(" ")}`,
    )
    .join(", ");
}
