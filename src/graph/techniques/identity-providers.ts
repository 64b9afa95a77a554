/** Techniques by identity providers, of which the caller decides what they say. */
import type { Technique } from "./technique.ts";

const signIn =
  "aws sts assume-role-with-saml --role-arn {target} --principal-arn PROVIDER --saml-assertion file://ASSERTION.b64";

export const identityProviderTechniques: readonly Technique[] = [
  {
    id: "accesslens-iam-new-oidc-provider",
    title:
      "makes the OIDC provider that the role trusts and that is not there, and comes in with a token of its issuer",
    references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html"],
    gives: { kind: "federated-role", provider: "missing-oidc" },
    needs: [{ action: "iam:CreateOpenIDConnectProvider", on: "provider" }],
    unseen: ["the issuer gives the caller a token that the trust policy lets in"],
    commands: [
      "aws iam create-open-id-connect-provider --url https://ISSUER --client-id-list AUDIENCE",
      "aws sts assume-role-with-web-identity --role-arn {target} --role-session-name NAME --web-identity-token TOKEN",
    ],
  },
  {
    id: "accesslens-iam-new-saml-provider",
    title: "makes the SAML provider that the role trusts and that is not there, with keys of its own",
    references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html"],
    gives: { kind: "federated-role", provider: "missing-saml" },
    needs: [{ action: "iam:CreateSAMLProvider", on: "provider" }],
    commands: ["aws iam create-saml-provider --name NAME --saml-metadata-document file://OWN.xml", signIn],
  },
  {
    id: "accesslens-iam-update-saml-provider",
    title: "puts keys of its own into the SAML provider that the role trusts",
    references: ["https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html"],
    gives: { kind: "federated-role", provider: "existing-saml" },
    needs: [{ action: "iam:UpdateSAMLProvider", on: "provider" }],
    commands: [
      "aws iam update-saml-provider --saml-provider-arn PROVIDER --saml-metadata-document file://OWN.xml",
      signIn,
    ],
  },
];
