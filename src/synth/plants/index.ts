/** Everything that can be planted, in the order in which a small organization gets it: one of each family in turn. */
import type { Plant } from "../planter.ts";
import { breadth } from "./breadth.ts";
import { cognitoAndSaml } from "./cognito-and-saml.ts";
import { edgesAcrossAccounts } from "./edges-across-accounts.ts";
import { edgesFromOutside } from "./edges-from-outside.ts";
import { edgesInOneAccount } from "./edges-same-account.ts";
import { edgesUnderControlPolicies } from "./edges-under-control-policies.ts";
import { externalAccess } from "./external-access.ts";
import { externalIds } from "./external-ids.ts";
import { identityProviders } from "./identity-providers.ts";
import { principals } from "./principals.ts";
import { services } from "./services.ts";
import { sessionKeys } from "./session-keys.ts";
import { unsatisfiableTrust } from "./unsatisfiable.ts";

const families: readonly (readonly Plant[])[] = [
  externalIds,
  edgesAcrossAccounts,
  externalAccess,
  identityProviders,
  edgesInOneAccount,
  unsatisfiableTrust,
  breadth,
  principals,
  sessionKeys,
  cognitoAndSaml,
  services,
  edgesFromOutside,
  edgesUnderControlPolicies,
];

function inTurn(lists: readonly (readonly Plant[])[]): Plant[] {
  const longest = Math.max(...lists.map((list) => list.length));
  const mixed: Plant[] = [];
  for (let place = 0; place < longest; place++)
    for (const list of lists) {
      const plant = list[place];
      if (plant !== undefined) mixed.push(plant);
    }
  return mixed;
}

export const allPlants: readonly Plant[] = inTurn(families);
