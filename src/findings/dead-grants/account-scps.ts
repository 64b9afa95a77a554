/** The SCPs that each account is under (IAM-SEMANTICS 5, 6): accounts under the same ones share one value. */
import type { NumberedPolicy } from "../../authz/symbolic/control-limits.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import {
  type Account,
  type AccountId,
  type ControlPolicy,
  fromTemplate,
  type Organization,
  type Snapshot,
  splitArn,
} from "../../model/index.ts";
import { type PolicyDocument, parsePolicy } from "../../policy/index.ts";

/** Policies are numbered by their places in `Organization.controlPolicies`. */
export type AccountScps = {
  /** The root's first. Only levels of which everything is known; AWS always has an SCP at each. */
  readonly levels: readonly (readonly NumberedPolicy[])[];
  /** All that can be read, each once. */
  readonly policies: readonly NumberedPolicy[];
  /** Whether a resource of some statement could be about this account in particular. */
  names(account: AccountId): boolean;
};

/** Null: no SCPs limit the account, or they are not known. */
export function scpsByAccount(snapshot: Snapshot): (account: AccountId) => AccountScps | null {
  const { organization } = snapshot;
  if (organization === null || organization.controlPolicies === null) return () => null;
  const numbered = readPolicies(snapshot, organization.controlPolicies);
  // A policy that was not read could allow what the others don't.
  const isWhole = snapshot.coverage.every(
    ({ what }) => what !== "control-policies" && what !== "organization",
  );
  const made = new Map<string, AccountScps>();
  return (id) => {
    const index = snapshot.accountIndex(id);
    const account = index === null ? undefined : snapshot.accounts[index];
    if (account === undefined || account.parent === null || id === organization.managementAccount)
      return null;
    const levels = pathOf(account, organization).map((target) =>
      numbered.filter(({ targets }) => targets.includes(target)),
    );
    const key = levels.map((level) => level.map(({ policy }) => policy).join(" ")).join("|");
    let scps = made.get(key);
    if (scps === undefined) {
      scps = scpsOf(levels, isWhole);
      made.set(key, scps);
    }
    return scps;
  };
}

type Attached = {
  readonly policy: number;
  readonly targets: readonly string[];
  /** Null: it can't be read. */
  readonly document: PolicyDocument | null;
};

function readPolicies(snapshot: Snapshot, policies: readonly ControlPolicy[]): readonly Attached[] {
  return policies.flatMap(({ type, targets, document }, policy) => {
    if (type !== "SERVICE_CONTROL_POLICY") return [];
    // Nobody's own account: the texts of control policies stand as they are.
    const parsed = parsePolicy(fromTemplate(snapshot.documents.template(document), ""), { kind: "scp" });
    return [{ policy, targets, document: parsed.ok ? parsed.value : null }];
  });
}

/** From the root to the account. */
function pathOf({ id, parent }: Account, { units }: Organization): readonly string[] {
  const parents = new Map(units.map((unit) => [unit.id, unit.parent]));
  const path: string[] = [id];
  for (let at = parent; at !== null && !path.includes(at); at = parents.get(at) ?? null) path.unshift(at);
  return path;
}

function scpsOf(attached: readonly (readonly Attached[])[], isWhole: boolean): AccountScps {
  const known = attached.map((level) => level.flatMap(readable));
  const levels = known.filter(
    (level, at) => isWhole && level.length > 0 && level.length === attached[at]?.length,
  );
  const policies = [...new Map(known.flat().map((one) => [one.policy, one])).values()];
  const resources = new Set(
    policies.flatMap(({ document: { statements } }) =>
      statements.flatMap(({ resource }) => resource?.patterns.map(({ text }) => text) ?? []),
    ),
  );
  const telling = [...resources].filter((text) => /[\d?]/.test(text));
  return { levels, policies, names: (account) => telling.some((text) => mayName(text, account)) };
}

function readable({ policy, document }: Attached): readonly NumberedPolicy[] {
  return document === null ? [] : [{ policy, document }];
}

/** False only where it is the same for the resources of any account that the text does not spell out. */
function mayName(text: string, account: AccountId): boolean {
  if (text.includes(account) || text.includes("${")) return true;
  if (!/[*?]/.test(text)) return false;
  const parts = splitArn(text);
  if (parts === null || /[\d?]/.test(parts.resource)) return true;
  return /[\d?]/.test(parts.account) && patternMatches(glob(parts.account), account);
}
