/** Where an account stands and what part it plays, before it has contents. */
import type { AccountId } from "../model/index.ts";

export type AccountKind =
  | "management"
  | "security"
  | "audit"
  | "deploy"
  | "network"
  | "workload"
  | "sandbox"
  | "suspended";

export type Environment = "prod" | "staging" | "dev" | "sandbox" | "shared";

export type AccountPlan = {
  readonly id: AccountId;
  readonly name: string;
  readonly email: string;
  readonly kind: AccountKind;
  readonly environment: Environment;
  /** Key of its unit in {@link unitTree}, or `root`. */
  readonly unit: string;
  /** Id of its unit or root. */
  readonly parent: string;
  readonly region: string;
  /** How many roles it shall have, planted ones included. */
  readonly roles: number;
  /** Suspended accounts can't be read: the account is known, its contents are not. */
  readonly readable: boolean;
  /** The hash in the name of Identity Center's SAML provider. */
  readonly identityCenterHash: string;
};

export type Hubs = {
  readonly management: AccountPlan;
  readonly security: AccountPlan;
  readonly audit: AccountPlan;
  readonly deploy: AccountPlan;
  readonly network: AccountPlan;
};

/** Name, kind and place of an account before it has an id. */
export type AccountSketch = Pick<AccountPlan, "name" | "kind" | "environment" | "unit">;
