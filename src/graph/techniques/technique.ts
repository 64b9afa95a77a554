/**
 * A technique by which permissions turn into another principal's permissions, as data: what it needs, of what, and whom
 * it gives. Files beside this one hold them, one a service; `catalogue.ts` lists them all.
 */

export type Technique = {
  /** The published id where there is one (`lambda-001`, https://pathfinding.cloud), else `accesslens-…`. */
  readonly id: string;
  /** Completes "it …": `passes the role to a new Lambda function and invokes it`. */
  readonly title: string;
  /** Where it is described. */
  readonly references: readonly string[];
  readonly gives: Gives;
  /** All of them, each a request of its own. */
  readonly needs: readonly Need[];
  /**
   * Facts that it needs and no snapshot shows, each completing "it is not known whether …", with what to look at. They
   * make the technique *may*.
   */
  readonly unseen?: readonly string[];
  /**
   * The AWS CLI calls by which an authorized tester would confirm it. `{target}`, `{target.name}`, `{workload}`,
   * `{workload.name}`, `{policy}`, `{boundary}`, `{group.name}`, `{account}`, `{region}` are filled in; whatever else is the tester's
   * own stands in capitals.
   */
  readonly commands: readonly string[];
};

/** Whom it gives: the target of the needs. */
export type Gives =
  /**
   * A role of the caller's account, handed to something new that runs the caller's code. The role has to trust one of the
   * services.
   */
  | {
      readonly kind: "passed-role";
      readonly services: readonly string[];
      /** The role has to be in an instance profile. */
      readonly instanceProfile?: true;
    }
  /**
   * The role of something that exists and can be made to run the caller's code; see {@link Workload}. `services`: the role
   * has to trust one of them, as what exists may name roles that don't.
   */
  | { readonly kind: "workload-role"; readonly workload: Workload; readonly services?: readonly string[] }
  /**
   * A role that trusts an identity provider of which the caller decides what it says: a SAML provider or an issuer whose
   * keys the caller puts there, in place of others or under a name that is trusted and not there yet; an identity pool of
   * Cognito.
   */
  | { readonly kind: "federated-role"; readonly provider: TrustedProvider }
  /** A user, by credentials that the caller makes for it. */
  | { readonly kind: "user" }
  /**
   * A role that lets the caller in as it is. The graph has these as assume edges of their own, in the exact words of both
   * policies, so nothing is gained by asking the needs again; it is here that the catalogue be whole.
   */
  | { readonly kind: "assumable-role" }
  /** A role that is made to trust the caller. */
  | { readonly kind: "trusting-role" }
  /**
   * The caller itself, with whatever permissions it writes. `by`: what it edits — itself, a customer-managed policy that
   * is attached to it, a group that it is in, a group that it joins (which gives what the group has, not more), or its
   * permissions boundary (which gives what the boundary kept from it).
   */
  | {
      readonly kind: "self";
      readonly principals: readonly ("role" | "user")[];
      readonly by: "principal" | "attached-policy" | "own-group" | "joined-group" | "boundary";
    }
  /**
   * A role or user with whatever permissions the caller writes, taken over in the same technique: a role that already lets
   * the caller in (`assume`), or by the needs themselves (`needs`). `boundary`: its own permissions, without its boundary.
   * `frees`: every permission, without its boundary.
   */
  | {
      readonly kind: "edited";
      readonly principal: "role" | "user";
      readonly by: "principal" | "attached-policy" | "boundary";
      readonly taken: "assume" | "needs";
      readonly frees?: true;
    }
  /** An administrator of the caller's account that did not exist before: a role that is assumed in the end, or a user. */
  | { readonly kind: "new-administrator" }
  /**
   * Administrators of member accounts. The caller has to be of the management account, or of an account that the service
   * has as its delegated administrator. `alsoManagement`: from the management account, that account's administrators too.
   */
  | {
      readonly kind: "member-administrators";
      readonly servicePrincipal: string;
      readonly alsoManagement?: true;
    }
  /**
   * The root user of a member account, whose password is recovered by central root access (IAM-SEMANTICS 38). The caller has
   * to be of the management account or of IAM's delegated administrator; where it turns that access on itself
   * (`enabled`: `by-caller`), of the management account.
   */
  | { readonly kind: "member-root"; readonly enabled: "already" | "by-caller" }
  /** What the organization holds over its accounts. The caller has to be of the management account. */
  | { readonly kind: "organization" };

export type TrustedProvider = "existing-saml" | "missing-saml" | "missing-oidc" | "cognito";

/** Something that exists and runs as a role: resources of these CloudFormation types. */
export type Workload = {
  readonly types: readonly string[];
  readonly roleFrom: readonly RoleMember[];
};

/**
 * Members of a resource's attributes that name its role, tried in turn: by its ARN, or by its name alone, as some services
 * tell it. `roleArns` is a list of them. Where none is there, `instanceProfileArn` tells the instance profile that has the
 * role, by ARN or by name.
 */
type RoleMember = "roleArn" | "executionRoleArn" | "administrationRoleArn" | "taskRoleArn" | "roleArns";

export type Need = {
  /** As AWS spells it: `lambda:CreateFunction`. */
  readonly action: string;
  readonly on: Place;
  /**
   * Condition keys of the request whose value the technique fixes, `${Partition}` and `${Account}` as in forms; every
   * other key is the caller's or the world's, but for `iam:PermissionsBoundary`, which is that of the principal at hand.
   */
  readonly context?: Readonly<Record<string, string>>;
};

/**
 * What a need is about.
 *
 * - `nothing`: an action without resources, whose policy's Resource has to be `*`.
 * - `target`: the role or user that is given. `iam:PassRole` there is judged with `iam:PassedToService` as the technique's
 *   service.
 * - `workload`: the one whose role is given.
 * - `provider`: the identity provider that the role trusts.
 * - `member-root`: the root user of the member account that is given.
 * - `boundary`: the customer-managed policy that is the permissions boundary of whom it gives.
 * - `policy`: the customer-managed policy that is edited. `group`: the group that is edited or joined.
 * - a form: anything of it, under a name that the caller may choose. `${Partition}` and `${Account}` are the caller's,
 *   `*` stands for the rest. Needs with the same form text are about the same thing.
 * - `existing`: one of the CloudFormation type that the snapshot holds in the caller's account. Where it holds none, one
 *   of the form may exist, and the technique is *may*.
 */
export type Place =
  | "nothing"
  | "target"
  | "workload"
  | "provider"
  | "member-root"
  | "boundary"
  | "policy"
  | "group"
  | { readonly form: string }
  | { readonly form: string; readonly existing: string };
