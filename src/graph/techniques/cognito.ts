/** Techniques by identity pools of Cognito, which give roles' credentials to those whom they know, or to anybody. */
import type { Need, Place, Technique } from "./technique.ts";

const setRoles: readonly Need[] = [
  {
    action: "iam:PassRole",
    on: "target",
    context: { "iam:PassedToService": "cognito-identity.amazonaws.com" },
  },
  { action: "cognito-identity:SetIdentityPoolRoles", on: "nothing" },
];

const anyPool: Place = { form: "arn:${Partition}:cognito-identity:*:${Account}:identitypool/*" };

const isOwnPool = "the identity pool that the trust policy names is of this account (list-identity-pools)";
const commands = [
  "aws cognito-identity set-identity-pool-roles --identity-pool-id POOL --roles authenticated={target},unauthenticated={target}",
  "aws cognito-identity get-id --identity-pool-id POOL",
  "aws cognito-identity get-credentials-for-identity --identity-id IDENTITY",
];

export const cognitoTechniques: readonly Technique[] = [
  {
    id: "accesslens-cognito-open-identity-pool",
    title: "passes the role to an identity pool of Cognito that it opens to identities of its own",
    references: [
      "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UpdateIdentityPool.html",
    ],
    gives: { kind: "federated-role", provider: "cognito" },
    needs: [...setRoles, { action: "cognito-identity:UpdateIdentityPool", on: anyPool }],
    unseen: [isOwnPool],
    commands: [
      "aws cognito-identity update-identity-pool --identity-pool-id POOL --identity-pool-name NAME --allow-unauthenticated-identities",
      ...commands,
    ],
  },
  {
    id: "accesslens-cognito-identity-pool-roles",
    title: "passes the role to an identity pool of Cognito and takes an identity of it",
    references: [
      "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html",
    ],
    gives: { kind: "federated-role", provider: "cognito" },
    needs: setRoles,
    unseen: [isOwnPool, "the pool gives the caller an identity of the kind that the trust policy asks for"],
    commands,
  },
];
