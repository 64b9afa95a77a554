/** All kinds of exceptions, in the order in which they are told. A new one is a file in `kinds/` and a line here. */
import type { AuditKind } from "./audit-kind.ts";
import { administrativeRole } from "./kinds/administrative-role.ts";
import { consoleSession } from "./kinds/console.ts";
import { deepChain } from "./kinds/deep-chain.ts";
import { externalIdAbsent } from "./kinds/external-id-absent.ts";
import { failedAttempts } from "./kinds/failed-attempts.ts";
import { firstSeenPair } from "./kinds/first-seen-pair.ts";
import { longSession } from "./kinds/long-session.ts";
import { mfaAbsent } from "./kinds/mfa-absent.ts";
import { newCountry } from "./kinds/new-country.ts";
import { newNetwork } from "./kinds/new-network.ts";
import { outsideAccount } from "./kinds/outside-account.ts";
import { rootSession } from "./kinds/root-session.ts";
import { sourceIdentityAbsent } from "./kinds/source-identity-absent.ts";

export const auditKinds: readonly AuditKind[] = [
  rootSession,
  outsideAccount,
  externalIdAbsent,
  mfaAbsent,
  sourceIdentityAbsent,
  administrativeRole,
  longSession,
  deepChain,
  failedAttempts,
  firstSeenPair,
  newNetwork,
  newCountry,
  consoleSession,
];
