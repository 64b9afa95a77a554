/** All kinds of exceptions, in the order in which they are told. A new one is a file in `kinds/` and a line here. */
import type { AuditKind } from "./audit-kind.ts";
import { administrator } from "./kinds/administrator.ts";
import { chainDepth } from "./kinds/chain-depth.ts";
import { consoleSession } from "./kinds/console.ts";
import { externalIdAbsent } from "./kinds/external-id-absent.ts";
import { firstSeen } from "./kinds/first-seen.ts";
import { longSession } from "./kinds/long-session.ts";
import { newCountry } from "./kinds/new-country.ts";
import { newNetwork } from "./kinds/new-network.ts";
import { outsideOrganization } from "./kinds/outside-organization.ts";
import { refusals } from "./kinds/refusals.ts";
import { rootSession } from "./kinds/root-session.ts";
import { withoutMfa } from "./kinds/without-mfa.ts";
import { withoutSourceIdentity } from "./kinds/without-source-identity.ts";

export const auditKinds: readonly AuditKind[] = [
  rootSession,
  outsideOrganization,
  externalIdAbsent,
  withoutMfa,
  withoutSourceIdentity,
  administrator,
  longSession,
  chainDepth,
  refusals,
  firstSeen,
  newNetwork,
  newCountry,
  consoleSession,
];
