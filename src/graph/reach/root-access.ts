/**
 * Central root access: the management account and the delegated administrator of IAM get short sessions as the root user
 * of any member account, each within one of AWS's task policies. No policy of the member says so (IAM-SEMANTICS 38).
 */
import type { CallEngine, Subject } from "../../authz/calls/index.ts";
import { controlLibrary, lensOf, resourceGrants } from "../../authz/index.ts";
import type { CallTarget, OrganizationView, TrustGrant } from "../../authz/types.ts";
import {
  type Account,
  type AccountId,
  type AccountIndex,
  type Arn,
  isArn,
  type Snapshot,
} from "../../model/index.ts";
import { parsePolicy } from "../../policy/index.ts";

const assumeRoot = lensOf("sts:AssumeRoot");

export class RootAccess {
  readonly #snapshot: Snapshot;
  readonly #organization: OrganizationView;
  readonly #engine: CallEngine;
  readonly #grants = new Map<string, readonly TrustGrant[]>();
  readonly #held = new Map<AccountIndex, boolean>();

  constructor(snapshot: Snapshot, organization: OrganizationView, engine: CallEngine) {
    this.#snapshot = snapshot;
    this.#organization = organization;
    this.#engine = engine;
  }

  /**
   * Whether the organization has it turned on, as `list-organizations-features` answers in `account.json` of the management
   * account or of the caller's. Null: not collected.
   */
  isEnabledFor(caller: AccountIndex): boolean | null {
    const management = this.#snapshot.accountIndex(this.#snapshot.organization?.managementAccount ?? "");
    for (const account of [management, caller]) {
      const features =
        account === null ? null : this.#snapshot.accountData(account)?.settings?.EnabledFeatures;
      if (Array.isArray(features)) return features.length > 0;
    }
    return null;
  }

  /** The root user of an account, as what is called. */
  targetOf(member: AccountIndex): CallTarget {
    const { id } = this.#account(member);
    return { arn: this.#rootArn(member), account: id, tags: null };
  }

  /** AWS itself lets the caller's account in; RCPs over the member have their say. */
  grantsTo(caller: AccountId, member: AccountIndex): readonly TrustGrant[] {
    const key = `${caller} ${member}`;
    let grants = this.#grants.get(key);
    if (grants === undefined) {
      grants = this.#findGrants(caller, member);
      this.#grants.set(key, grants);
    }
    return grants;
  }

  #findGrants(caller: AccountId, member: AccountIndex): readonly TrustGrant[] {
    const parsed = parsePolicy(letsIn(caller), { kind: "resource" });
    if (!parsed.ok) throw new Error(`a policy that lets ${caller} in: ${parsed.error.message}`);
    const target = this.targetOf(member);
    return resourceGrants({
      target,
      lens: assumeRoot,
      policy: parsed.value,
      unknown: null,
      accountDelegates: false,
      organization: this.#organization,
      controls: controlLibrary(this.#snapshot, assumeRoot).rcpsOfResource(member, target.arn),
    });
  }

  /**
   * Whether SCPs over the account keep its root user from recovering its password, or leave it nothing that leads on, as
   * those that deny root users everything.
   */
  isHeld(member: AccountIndex): boolean {
    let held = this.#held.get(member);
    if (held === undefined) {
      const root = this.#rootOf(member);
      const may = (action: string, isSession: boolean): boolean => this.#mayCall(root, action, isSession);
      held =
        !may("iam:CreateLoginProfile", true) || !this.#engine.actions.names.some((name) => may(name, false));
      this.#held.set(member, held);
    }
    return held;
  }

  #mayCall(root: Subject, action: string, isSession: boolean): boolean {
    const target = this.targetOf(root.account);
    const context = [
      {
        key: "aws:AssumedRoot",
        operator: isSession ? "Bool" : "Null",
        values: ["true"],
        controlledBy: "session",
      },
    ] as const;
    return this.#engine.decisions.decide(root, { action, target, context, grants: null }).kind === "allowed";
  }

  #rootOf(member: AccountIndex): Subject {
    const { id } = this.#account(member);
    const arn = this.#rootArn(member);
    return {
      ...this.#engine.subjects.administratorOf(member),
      name: arn,
      party: { kind: "user", arn, account: id, named: "pinned" },
      arn,
    };
  }

  #account(index: AccountIndex): Account {
    const account = this.#snapshot.accounts[index];
    if (account === undefined) throw new RangeError(`there is no account ${index}`);
    return account;
  }

  #rootArn(member: AccountIndex): Arn {
    const { partition, id } = this.#account(member);
    const arn = `arn:${partition}:iam::${id}:root`;
    if (!isArn(arn)) throw new Error(`${arn} is no ARN`);
    return arn;
  }
}

function letsIn(account: AccountId): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRoot", Resource: "*" }],
  });
}
