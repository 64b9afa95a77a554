/** Trust policies of roles, and the third parties that they let in: out of a snapshot. */
import type { TrustGrant } from "../../../authz/types.ts";
import { viewOf } from "../../../findings/fix.ts";
import { type Outsider, outsidersOf } from "../../../findings/outsiders.ts";
import { accountOfParty, type TrustView } from "../../../findings/rule.ts";
import { externalIdDemand } from "../../../findings/rules/external-id/external-id-terms.ts";
import { whyExternalIdIsWeak } from "../../../findings/rules/external-id/external-id-weak.ts";
import type { RoleIndex } from "../../../model/index.ts";
import type { Engine } from "../../engine.ts";
import { organizationDenials } from "./organization-denials.ts";

export type AskedId = {
  readonly externalId: string;
  /** A clause that follows "the external ID"; null: it can't be guessed by what our rules know. */
  readonly weakness: string | null;
};

export type ThirdParty = {
  /** An account's id. Where any account is let in, one that nobody has. */
  readonly caller: string;
  readonly label: string;
  readonly name: string | null;
  /** External IDs that its statements ask for by their whole text, each once. */
  readonly asked: readonly AskedId[];
  /** Every account is let in, whatever `caller` says. */
  readonly isAnyone?: boolean;
};

export type KnownTrust = {
  readonly role: { readonly arn: string; readonly account: string };
  /** Null: it is not known. */
  readonly trust: string | null;
  /** Why it is not known, as a sentence; absent: it was not collected. */
  readonly whyNot?: string;
  readonly thirdParties: readonly ThirdParty[];
  /** Statements of resource control policies that deny assuming it; absent: none is known. */
  readonly denials?: readonly string[];
  /** The organization that third parties are outside of; absent: not known. */
  readonly outsideOf?: string | null;
};

/** Stands for every account that a policy does not name. */
const anyAccount = "000000000000";

/** Null: the snapshot holds no such role. */
export function trustOfRole(engine: Engine, arn: string): KnownTrust | null {
  const index = engine.snapshot.roles.byArn(arn);
  return index === null || engine.snapshot.roles.arn(index) !== arn ? null : trustAt(engine, index);
}

/** Of all roles that let in an account outside. */
export function* trustsWithThirdParties(engine: Engine): Generator<KnownTrust> {
  for (let index = 0; index < engine.snapshot.roles.count; index += 1) {
    const known = trustAt(engine, index);
    if (known.thirdParties.length > 0) yield known;
  }
}

function trustAt(engine: Engine, index: RoleIndex): KnownTrust {
  const { roles, documents } = engine.snapshot;
  const account = engine.context.accountOf(index);
  const role = { arn: roles.arn(index), account };
  const read = engine.reader.ofRole(index);
  if (read === null) return { role, trust: null, thirdParties: [] };
  const view = viewOf(index, read.template, read.outcome, engine.context);
  return {
    ...{ role, trust: documents.text(read.template.index, account), thirdParties: thirdPartiesOf(view) },
    denials: organizationDenials(engine.snapshot, role),
    outsideOf: engine.snapshot.organization?.id ?? null,
  };
}

function thirdPartiesOf(view: TrustView): readonly ThirdParty[] {
  return outsidersOf(view).flatMap((outsider) => {
    if (outsider.kind !== "account" && outsider.kind !== "any-account") return [];
    if (outsider.standing.kind === "aws-service") return [];
    const grants = outsider.grants.flatMap((at) => view.grants[at] ?? []);
    const byCaller = Map.groupBy(grants, ({ party }) => accountOfParty(party) ?? anyAccount);
    return [...byCaller].map(
      ([caller, theirs]): ThirdParty => ({
        caller,
        label: outsider.label,
        name: "name" in outsider.standing ? outsider.standing.name : null,
        asked: askedOf(theirs, outsider, view),
        ...(caller === anyAccount ? { isAnyone: true } : {}),
      }),
    );
  });
}

function askedOf(grants: readonly TrustGrant[], outsider: Outsider, view: TrustView): readonly AskedId[] {
  const asked = new Map<string, AskedId>();
  for (const grant of grants) {
    const demand = externalIdDemand(grant);
    if (demand.kind !== "values") continue;
    for (const text of demand.values) {
      const externalId = view.concrete(text);
      if ((demand.wildcards && /[*?]/.test(text)) || (!demand.isLiteral && text.includes("${"))) continue;
      asked.set(externalId, { externalId, weakness: whyExternalIdIsWeak(externalId, grant, outsider, view) });
    }
  }
  return [...asked.values()];
}
