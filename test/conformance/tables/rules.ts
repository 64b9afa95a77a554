/** IAM's rules by number, one sentence each, and the pages of AWS that they rest on. The rows of the other tables hold them. */
export type IamRule = {
  readonly rule: number;
  readonly says: string;
  /** Names of {@link pages}. */
  readonly pages: readonly (keyof typeof pages)[];
};

const userGuide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";
const organizations = "https://docs.aws.amazon.com/organizations/latest/userguide/";

export const pages = {
  "deny and allow": `${userGuide}reference_policies_evaluation-logic_policy-eval-denyallow.html`,
  "cross-account evaluation": `${userGuide}reference_policies_evaluation-logic-cross-account.html`,
  "cross-account resources": `${userGuide}access_policies-cross-account-resource-access.html`,
  boundaries: `${userGuide}access_policies_boundaries.html`,
  Principal: `${userGuide}reference_policies_elements_principal.html`,
  NotPrincipal: `${userGuide}reference_policies_elements_notprincipal.html`,
  Action: `${userGuide}reference_policies_elements_action.html`,
  Resource: `${userGuide}reference_policies_elements_resource.html`,
  Condition: `${userGuide}reference_policies_elements_condition.html`,
  "condition operators": `${userGuide}reference_policies_elements_condition_operators.html`,
  "multivalued keys": `${userGuide}reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  variables: `${userGuide}reference_policies_variables.html`,
  "global keys": `${userGuide}reference_policies_condition-keys.html`,
  "IAM and STS keys": `${userGuide}reference_policies_iam-condition-keys.html`,
  identifiers: `${userGuide}reference_identifiers.html`,
  quotas: `${userGuide}reference_iam-quotas.html`,
  roles: `${userGuide}id_roles.html`,
  "session tags": `${userGuide}id_session-tags.html`,
  "third parties": `${userGuide}id_roles_common-scenarios_third-party.html`,
  "updating a trust policy": `${userGuide}id_roles_update-role-trust-policy.html`,
  "shared OIDC providers": `${userGuide}id_roles_providers_oidc_secure-by-default.html`,
  "root tasks": `${userGuide}id_root-user-privileged-task.html`,
  "temporary delegation": `${userGuide}access_policies-temporary-delegation.html`,
  "Account Access Manager": `${userGuide}aam-prepare-roles.html`,
  "policy checks": `${userGuide}access-analyzer-reference-policy-checks.html`,
  "Access Analyzer's resources": `${userGuide}access-analyzer-resources.html`,
  AssumeRole: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
  SCPs: `${organizations}orgs_manage_policies_scps.html`,
  "SCP evaluation": `${organizations}orgs_manage_policies_scps_evaluation.html`,
  "SCP syntax": `${organizations}orgs_manage_policies_scps_syntax.html`,
  RCPs: `${organizations}orgs_manage_policies_rcps.html`,
  "RCP syntax": `${organizations}orgs_manage_policies_rcps_syntax.html`,
  "full language of SCPs":
    "https://aws.amazon.com/blogs/security/unlock-new-possibilities-aws-organizations-service-control-policy-now-supports-full-iam-language",
  "data perimeters": "https://github.com/aws-samples/data-perimeter-policy-examples",
  "roles that trust themselves":
    "https://aws.amazon.com/blogs/security/announcing-an-update-to-iam-role-trust-policy-behavior",
  "GitHub's subjects": "https://docs.github.com/en/actions/reference/security/oidc",
  "key policies": "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
  "keys for other accounts":
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
  "public access to S3":
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  "function URLs": "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  "secrets for other accounts":
    "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html",
  "permission sets":
    "https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html",
  "Roles Anywhere": "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
  "Pod Identity": "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html",
} as const;

export const iamRules: readonly IamRule[] = [
  {
    rule: 1,
    says: "What no statement allows is denied, and one matching Deny outweighs every Allow.",
    pages: ["deny and allow"],
  },
  {
    rule: 2,
    says: "The order of the layers decides which reason is told, never the result.",
    pages: ["deny and allow"],
  },
  {
    rule: 3,
    says: "Across accounts both sides have to allow, each with its own layers.",
    pages: ["cross-account evaluation"],
  },
  { rule: 4, says: "No policy reaches over the border of a partition.", pages: ["cross-account resources"] },
  {
    rule: 5,
    says: "Every level from the organization's root to the account needs an SCP that allows; one that denies anywhere wins.",
    pages: ["SCPs", "SCP evaluation"],
  },
  {
    rule: 6,
    says: "SCPs bind the principals of member accounts, root users included; not the management account, service-linked roles, or whoever comes from elsewhere.",
    pages: ["SCPs"],
  },
  {
    rule: 7,
    says: "An SCP may use the whole language but Principal, also in its Allow statements.",
    pages: ["full language of SCPs", "SCP syntax"],
  },
  {
    rule: 8,
    says: "What a service-linked role or the management account does is out of an SCP's reach.",
    pages: ["SCPs"],
  },
  {
    rule: 9,
    says: "Policy variables in an SCP stand for values of the calling principal.",
    pages: ["variables"],
  },
  {
    rule: 10,
    says: "In one account, the way in which a resource's policy names the caller tells which of its other policies still limit it; a Deny always does.",
    pages: ["deny and allow", "boundaries", "Principal"],
  },
  {
    rule: 11,
    says: "A root user needs no permission of its own, and is limited by SCPs, RCPs and the Deny statements of resources.",
    pages: ["deny and allow"],
  },
  {
    rule: 12,
    says: "As a principal, an account's id and its root ARN both mean everybody in the account; as a value of aws:PrincipalArn, the root user alone.",
    pages: ["Principal", "global keys"],
  },
  {
    rule: 13,
    says: "A trust policy holds on to the very user or role that it names, while a condition goes by the name.",
    pages: ["Principal"],
  },
  {
    rule: 14,
    says: "A principal that shows as a bare unique id was deleted, and stands for nobody.",
    pages: ["identifiers", "policy checks"],
  },
  {
    rule: 15,
    says: "A principal is named whole, or is the star; parts of a name can't be wild.",
    pages: ["Principal", "policy checks"],
  },
  {
    rule: 16,
    says: "A trust for everybody is open to whoever has an AWS account, as far as its conditions go.",
    pages: ["Principal"],
  },
  {
    rule: 17,
    says: "NotPrincipal belongs in a Deny of a resource's policy; it stops everybody with a boundary, and spares a session only where account, role and session are listed.",
    pages: ["NotPrincipal", "boundaries"],
  },
  {
    rule: 18,
    says: "Identity providers are principals of trust policies alone, in their own account, for the action of their protocol.",
    pages: ["Principal"],
  },
  {
    rule: 19,
    says: "Services are named exactly; the regional name of one is another principal.",
    pages: ["Principal"],
  },
  {
    rule: 20,
    says: "aws:PrincipalArn of a session is its role's ARN, with the path that the session's own ARN lacks.",
    pages: ["global keys", "quotas"],
  },
  { rule: 21, says: "Groups are never principals.", pages: ["Principal"] },
  { rule: 22, says: "Canonical user ids name principals to S3 alone.", pages: ["Principal"] },
  {
    rule: 23,
    says: "In one account, a role is assumed by whom its trust names, or by whom the trusted account lets.",
    pages: ["AssumeRole"],
  },
  {
    rule: 24,
    says: "To assume a role of another account takes its trust and the caller's own permission.",
    pages: ["AssumeRole", "cross-account evaluation"],
  },
  { rule: 25, says: "Nobody assumes a role without its trust policy.", pages: ["deny and allow"] },
  {
    rule: 26,
    says: "Whether the boundary of a user limits it where a trust policy names it, AWS's pages tell differently.",
    pages: ["updating a trust policy", "deny and allow"],
  },
  {
    rule: 27,
    says: "A role assumes itself only where it trusts itself.",
    pages: ["roles that trust themselves"],
  },
  {
    rule: 28,
    says: "STS takes names of sessions, external ids and source identities of a certain form only.",
    pages: ["AssumeRole", "quotas"],
  },
  { rule: 29, says: "A session that was made by a session lasts an hour at most.", pages: ["roles"] },
  {
    rule: 30,
    says: "Passing session tags takes sts:TagSession on every side that has to allow; without it the whole call fails.",
    pages: ["session tags"],
  },
  { rule: 31, says: "Transitive tags stay with the sessions that follow.", pages: ["session tags"] },
  {
    rule: 32,
    says: "Setting a source identity takes sts:SetSourceIdentity, and so does every role that follows.",
    pages: ["IAM and STS keys"],
  },
  {
    rule: 33,
    says: "Passing a context of an identity takes sts:SetContext.",
    pages: ["IAM and STS keys", "Account Access Manager"],
  },
  {
    rule: 34,
    says: "Who comes with a token or an assertion has no account or organization: the trust policy and RCPs decide.",
    pages: ["data perimeters"],
  },
  {
    rule: 35,
    says: "A token's claims are condition keys under their issuer's name.",
    pages: ["IAM and STS keys"],
  },
  {
    rule: 36,
    says: "AWS asks new trusts in shared identity providers for a claim that tells tenants apart; older trusts stay as they were.",
    pages: ["shared OIDC providers"],
  },
  {
    rule: 37,
    says: "GitHub has a newer form of subjects with ids, which patterns for the older form do not match.",
    pages: ["GitHub's subjects"],
  },
  {
    rule: 38,
    says: "The root user of a member can be assumed from the management account, if the organization has that enabled; no trust policy has a say.",
    pages: ["root tasks"],
  },
  {
    rule: 39,
    says: "A partner can trade an approved token for the approver's permissions; no trust policy has a say.",
    pages: ["temporary delegation"],
  },
  {
    rule: 40,
    says: "Everybody may ask who they are; sessions of roles get no further tokens of users.",
    pages: ["AssumeRole"],
  },
  {
    rule: 41,
    says: "Roles Anywhere shows a certificate as principal tags, its trust anchor as the source, and always sets a source identity.",
    pages: ["Roles Anywhere"],
  },
  {
    rule: 42,
    says: "The role of a permission set has a reserved path, with the region in most regions, and a suffix that may change.",
    pages: ["permission sets"],
  },
  {
    rule: 43,
    says: "Pod Identity comes as a service that tags its sessions, or sends an external id of its own.",
    pages: ["Pod Identity"],
  },
  {
    rule: 44,
    says: "Account Access Manager comes as a service that passes a context; who may use it is told elsewhere.",
    pages: ["Account Access Manager"],
  },
  {
    rule: 45,
    says: "All operators and keys of a statement have to hold; the values of a key are alternatives, and of a negated operator none may match.",
    pages: ["Condition"],
  },
  {
    rule: 46,
    says: "On an absent key, negated operators and IfExists hold, others do not, and Null asks for presence.",
    pages: ["condition operators"],
  },
  {
    rule: 47,
    says: "An absent key is not false: Bool, dates, numbers, addresses and binaries don't hold on it.",
    pages: ["condition operators", "global keys"],
  },
  {
    rule: 48,
    says: "ForAllValues holds where there is no value, ForAnyValue does not; without either, a key with several values is not documented.",
    pages: ["multivalued keys"],
  },
  {
    rule: 49,
    says: "StringEquals takes wildcards literally, StringLike does not; case counts in both.",
    pages: ["condition operators"],
  },
  {
    rule: 50,
    says: "ARN operators, all of which take wildcards, compare component by component; string operators take an ARN as one text.",
    pages: ["condition operators"],
  },
  {
    rule: 51,
    says: "Wildcards of a Resource stay in their component of the ARN, but in the last one pass everything.",
    pages: ["Resource"],
  },
  {
    rule: 52,
    says: "Case does not count in actions and in names of condition keys, and wildcards may stand anywhere in an action.",
    pages: ["Action", "Condition"],
  },
  {
    rule: 53,
    says: "Policy variables are read in version 2012-10-17 alone; one without a value matches nothing.",
    pages: ["variables"],
  },
  {
    rule: 54,
    says: "Dates, numbers, addresses and binaries are compared by what they are worth, not by how they are written.",
    pages: ["condition operators"],
  },
  {
    rule: 55,
    says: "Some keys are whatever the caller says, and protect from nobody who wants in.",
    pages: ["global keys", "third parties"],
  },
  {
    rule: 56,
    says: "RCPs only take away: the Allow that AWS attaches to every level can't be detached.",
    pages: ["RCP syntax"],
  },
  {
    rule: 57,
    says: "RCPs bind whoever comes to a member account's resources, but not service-linked roles, AWS's own keys, or the management account's resources.",
    pages: ["RCPs"],
  },
  { rule: 58, says: "The RCPs of the resource's owner count, whoever calls.", pages: ["RCPs"] },
  { rule: 59, says: "RCPs reach the resources of some services, by AWS's list.", pages: ["RCPs"] },
  {
    rule: 60,
    says: "An identity perimeter is an RCP that spares the organization's principals and AWS's services.",
    pages: ["data perimeters"],
  },
  {
    rule: 61,
    says: "A KMS key is opened by its key policy or a grant, never by identity policies alone; other accounts may have some operations only.",
    pages: ["key policies", "keys for other accounts"],
  },
  {
    rule: 62,
    says: "S3 decides by bucket policy, access point, lists and block settings together; one public statement under a restricting block shuts other accounts out.",
    pages: ["public access to S3"],
  },
  {
    rule: 63,
    says: "A function, its aliases and its versions are resources of their own, and a call by URL takes two actions.",
    pages: ["function URLs"],
  },
  {
    rule: 64,
    says: "Another account can have a fixed list of a secret's actions only.",
    pages: ["secrets for other accounts"],
  },
  {
    rule: 65,
    says: "Queues and topics may be opened to everybody, and their older policies narrow by the source's owner.",
    pages: ["variables"],
  },
  {
    rule: 66,
    says: "Snapshots and images are shared by lists of accounts, not by policies.",
    pages: ["Access Analyzer's resources"],
  },
  { rule: 67, says: "Sign-in to the console has a resource policy of its own.", pages: ["RCPs"] },
  {
    rule: 68,
    says: "Only S3, SNS, SQS and function URLs take requests without a signature, and then the resource's policy alone decides.",
    pages: ["variables", "function URLs"],
  },
];
