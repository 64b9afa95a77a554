/**
 * What speaks for and against each way, as sentences with the page of AWS that says so. Data: what is decided follows from the points of the
 * facts that hold, and docs/advise.md lists them all. `{…}` in a sentence is filled in.
 */

export const wayKinds = ["identity-policy", "resource-policy", "key-grant", "access-point", "role"] as const;
export type WayKind = (typeof wayKinds)[number];

export type Fact = {
  readonly says: string;
  /** Where AWS says it. */
  readonly source: string;
  /** Above 0 for the way, below 0 against it, 0: worth knowing. `never`: the way is no way then. */
  readonly points: number | "never";
};

const iam = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
const pages = {
  crossAccount: `${iam}access_policies-cross-account-resource-access.html`,
  evaluation: `${iam}reference_policies_evaluation-logic.html`,
  services: `${iam}reference_aws-services-that-work-with-iam.html`,
  actions: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html",
  principal: `${iam}reference_policies_elements_principal.html`,
  thirdParty: `${iam}id_roles_common-scenarios_third-party.html`,
  deputy: `${iam}confused-deputy.html`,
  keys: `${iam}reference_policies_condition-keys.html`,
  roles: `${iam}id_roles.html`,
  terms: `${iam}id_roles_terms-and-concepts.html`,
  sessions: `${iam}access_policies.html`,
  quotas: `${iam}reference_iam-quotas.html`,
  sharedEvent: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/shared-event-ID.html",
  userIdentity:
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html",
  permissionSets: "https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html",
  assumeRole: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  keyAccounts:
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  keyDefault: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  keyKinds: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
  keyGrants: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
  accessPoints: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html",
  accessPointLimits:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html",
  accessPointCalls:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html",
} as const;

export const facts = {
  // Of all ways.
  "other-partition": {
    says: "{caller} is of the partition {partition}, and {resource} of {other}: nothing is delegated between partitions.",
    source: pages.crossAccount,
    points: "never",
  },
  "anonymous-caller": {
    says: "Everybody, without a signature, is let in by a public policy alone: AccessLens advises nobody to write one. Name a principal, or bound it by --org-id.",
    source: pages.principal,
    points: "never",
  },
  "perhaps-third-party": {
    says: "If the caller is a third party that works for many: a role can ask it for an external ID, and no policy of a resource can.",
    source: pages.thirdParty,
    points: 0,
  },
  "identity-center-role": {
    says: "{caller} is made by IAM Identity Center: its own policies are changed in the permission set alone, and its name ends differently when that is provisioned anew.",
    source: pages.permissionSets,
    points: 0,
  },
  "not-of-organization": { says: "The bound can't be met: {why}.", source: pages.keys, points: "never" },

  // The caller's own policies.
  "own-account": {
    says: "Caller and resource are of one account: what the caller's own policy allows is allowed, unless something denies it.",
    source: pages.evaluation,
    points: 5,
  },
  "key-of-own-account": {
    says: "A KMS key is different: its own policy has to let in the account, or the caller, before a caller's policy counts.",
    source: pages.keyDefault,
    points: -1,
  },
  "only-named-caller": {
    says: "A policy of the caller's is attached to one role or user: name one.",
    source: pages.evaluation,
    points: "never",
  },

  // The resource's policy.
  "own-identity": {
    says: "CloudTrail names the caller itself, in both accounts, and not a role that it has assumed.",
    source: pages.sharedEvent,
    points: 2,
  },
  "keeps-permissions": {
    says: "The caller keeps its own permissions meanwhile: it can read here and write at home in one session.",
    source: pages.crossAccount,
    points: 2,
  },
  "has-to-keep-permissions": {
    says: "The caller was said to need its own account's permissions at the same time.",
    source: pages.crossAccount,
    points: 4,
  },
  "no-resource-policy": {
    says: "No policy of {service}'s resources can give this to others.",
    source: pages.services,
    points: "never",
  },
  "policy-not-known": {
    says: "Whether resources of {service} have policies is not in AccessLens's data; it writes none of them.",
    source: pages.services,
    points: "never",
  },
  "policy-by-hand": {
    says: "{resource} can have a policy, or what it stands for can, but AccessLens does not write it.",
    source: pages.services,
    points: "never",
  },
  "action-not-given": {
    says: "{action} can't be given to another account by {service}'s policies.",
    source: "{page}",
    points: "never",
  },
  "action-without-resource": {
    says: "{action} works on no resource, so that no resource's policy can allow it.",
    source: pages.actions,
    points: "never",
  },
  "declaration-refused": { says: "{why}.", source: pages.principal, points: "never" },
  "policy-without-external-id": {
    says: "No policy of a resource asks for an external ID: a third party that works for many can be led to use it on another's behalf.",
    source: pages.deputy,
    points: -6,
  },
  "service-caller": {
    says: "A service calls by its own name: the policy has to bound it to the source that it works for (aws:SourceArn, aws:SourceAccount).",
    source: pages.deputy,
    points: 3,
  },
  "key-policy-too": {
    says: "It is encrypted by {key}: that key's policy has to let the caller in as well, a second place to keep.",
    source: pages.keyAccounts,
    points: -1,
  },
  "key-of-aws": {
    says: "It is encrypted by {key}, a key of AWS's, which no other account can be let use.",
    source: pages.keyKinds,
    points: "never",
  },
  "policy-has-room": {
    says: "The policy of {resource} would have {size} of {limit} bytes.",
    source: "{page}",
    points: 0,
  },
  "policy-nearly-full": {
    says: "The policy of {resource} would have {size} of {limit} bytes: there is little room for others.",
    source: "{page}",
    points: -2,
  },
  "policy-full": {
    says: "There is no room in the policy of {resource}: {why}.",
    source: "{page}",
    points: "never",
  },
  "many-policies": {
    says: "{count} resources are {count} policies to write, to look after and to take back.",
    source: pages.crossAccount,
    points: -4,
  },
  "whole-account": {
    says: "It lets in account {account} as a whole: its administrators decide who of it can.",
    source: pages.principal,
    points: -2,
  },
  "organization-bound": {
    says: "It holds as long as the caller's account is of {organization} (aws:PrincipalOrgID).",
    source: pages.keys,
    points: 1,
  },

  // A grant beside a key's policy.
  "beside-the-policy": {
    says: "A grant stands beside the key's policy, which stays as it is, and is retired or revoked by itself.",
    source: pages.keyGrants,
    points: 1,
  },
  "grant-by-name-only": {
    says: "A grant names one principal, and knows no condition on the organization.",
    source: pages.keyGrants,
    points: "never",
  },
  "grant-operations": {
    says: "{action} is no operation of grants, which are for using a key.",
    source: pages.keyGrants,
    points: "never",
  },
  "seldom-seen": {
    says: "Grants stand in no policy: who looks for access in policies alone does not see them.",
    source: pages.keyGrants,
    points: -2,
  },

  // An access point.
  "policy-of-its-own": {
    says: "An access point has a policy of its own, up to 20 KB, with a name for this one use of the bucket.",
    source: pages.accessPoints,
    points: 1,
  },
  "bucket-lets-in-too": {
    says: "The bucket's own policy has to let in what comes through the access point, too: two policies to keep.",
    source: pages.accessPoints,
    points: -2,
  },
  "another-address": {
    says: "The caller has to use the access point's ARN or alias in place of the bucket's name.",
    source: pages.accessPointLimits,
    points: -1,
  },
  "access-point-calls": {
    says: "{action} does not go through access points.",
    source: pages.accessPointCalls,
    points: "never",
  },
  "region-not-known": {
    says: "In which region {resource} is, is not known, and an access point is made there: name it by --region.",
    source: pages.accessPointLimits,
    points: "never",
  },

  // A role.
  "other-identity": {
    says: "CloudTrail names a session of the role: who is behind it stands in the AssumeRole event before, or in a source identity.",
    source: pages.userIdentity,
    points: -2,
  },
  "gives-up-permissions": {
    says: "In the role the caller has the role's permissions alone, not its own besides.",
    source: pages.crossAccount,
    points: -1,
  },
  "can-not-keep-permissions": {
    says: "The caller was said to need its own account's permissions at the same time, which a session of the role does not have.",
    source: pages.crossAccount,
    points: -5,
  },
  "one-place": {
    says: "One role gives all {count} resources: one trust policy to look at, and to take back.",
    source: pages.crossAccount,
    points: 3,
  },
  "several-services": {
    says: "It is the same way for all of {services}, whatever their policies can say.",
    source: pages.services,
    points: 2,
  },
  "role-asks-external-id": {
    says: "Its trust policy can ask for an external ID, which a third party that works for many needs.",
    source: pages.thirdParty,
    points: 4,
  },
  "sessions-end": {
    says: "Sessions end by themselves, after an hour if nothing else is declared, and each can be narrowed by a session policy.",
    source: pages.assumeRole,
    points: 0,
  },
  "chained-session": {
    says: "{caller} is a role itself: a session out of its sessions lasts an hour at most.",
    source: pages.terms,
    points: -1,
  },
  "several-accounts": {
    says: "The resources are in {count} accounts: a role in each, and a session for each.",
    source: pages.roles,
    points: -1,
  },
  "key-by-own-account": {
    says: "The key by which it is encrypted is used by a role of its own account: the caller's account is not let in there.",
    source: pages.keyDefault,
    points: 1,
  },
  "nothing-to-cross": {
    says: "Caller and resource are of one account: a role between them is one more thing to keep.",
    source: pages.evaluation,
    points: -3,
  },
  "no-organization-role": {
    says: "The trust of a role that AccessLens makes names principals or accounts, not everybody of an organization.",
    source: pages.principal,
    points: "never",
  },
  "service-has-own-roles": {
    says: "{caller} assumes roles that are handed to it where it is set up: such a role is for its own account's use of it.",
    source: pages.terms,
    points: "never",
  },
  "role-quota": { says: "The role can't be made so: {why}.", source: pages.quotas, points: "never" },
} as const satisfies Readonly<Record<string, Fact>>;

export type FactId = keyof typeof facts;

export type Reason = {
  readonly fact: FactId;
  readonly says: string;
  readonly source: string;
  readonly speaks: "for" | "against" | "never" | "neutral";
  readonly points: number;
};

/** `words`: what stands in the sentence for `{name}`. */
export function reason(fact: FactId, words: Readonly<Record<string, string>> = {}): Reason {
  const { says, source, points }: Fact = facts[fact];
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? name);
  const speaks =
    points === "never" ? "never" : points > 0 ? "for" : points < 0 ? "against" : ("neutral" as const);
  return {
    fact,
    says: filled(says),
    source: filled(source),
    speaks,
    points: points === "never" ? 0 : points,
  };
}
