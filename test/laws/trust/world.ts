/** The small world of the random policies: who there is, and which texts they may hold. */
import type { OrganizationView } from "../../../src/authz/types.ts";
import { isOrganizationId } from "../../../src/model/index.ts";

export const owner = "111111111111";
export const member = "222222222222";
export const foreign = "999999999999";
export const roleArn = `arn:aws:iam::${owner}:role/target`;

const organizationText = "o-exampleorg1";
const organizationId = isOrganizationId(organizationText) ? organizationText : null;
const paths = new Map([
  [owner, `${organizationText}/r-root/`],
  [member, `${organizationText}/r-root/ou-root-prod0000/`],
]);

/** Our organization has two accounts; the third is a stranger's. */
export const organization: OrganizationView = {
  organizationId,
  isOurs: (account) => paths.has(account),
  pathOf: (account) => paths.get(account) ?? null,
};

export const github = `arn:aws:iam::${owner}:oidc-provider/token.actions.githubusercontent.com`;
export const saml = `arn:aws:iam::${owner}:saml-provider/okta`;
export const cognito = "cognito-identity.amazonaws.com";

/** Texts of the AWS element. */
export const awsPrincipals = [
  "*",
  member,
  owner,
  foreign,
  `arn:aws:iam::${member}:root`,
  `arn:aws:iam::${foreign}:root`,
  `arn:aws:iam::${member}:user/ada`,
  `arn:aws:iam::${member}:role/app`,
  `arn:aws:iam::${member}:role/team/app2`,
  `arn:aws:iam::${foreign}:role/vendor`,
  `arn:aws:iam::${owner}:role/app`,
  `arn:aws:iam::${owner}:user/a`,
  `arn:aws:sts::${member}:assumed-role/app/run`,
  `arn:aws:iam::${foreign}:user/a`,
  "AROAEXAMPLEEXAMPLE123",
  `arn:aws-cn:iam::${member}:root`,
] as const;

export const servicePrincipals = [
  "lambda.amazonaws.com",
  "sns.amazonaws.com",
  "pods.eks.amazonaws.com",
] as const;

export const federatedPrincipals = [
  github,
  saml,
  cognito,
  `arn:aws:iam::${member}:oidc-provider/token.actions.githubusercontent.com`,
] as const;

export type CallerOfWorld = {
  readonly principal: string | { readonly federated: string };
  /** Of a session: its role, with the path. */
  readonly role?: string;
  readonly action: string;
  readonly kind: "iam" | "service" | "oidc" | "saml";
  /** `aws:userid`, which no ARN tells. */
  readonly userid?: string;
};

const iam = (principal: string, userid: string, role?: string): CallerOfWorld => ({
  principal,
  action: "sts:AssumeRole",
  kind: "iam",
  userid,
  ...(role === undefined ? {} : { role }),
});

export const callers = [
  iam(`arn:aws:iam::${member}:user/ada`, "AIDAADA"),
  iam(`arn:aws:iam::${member}:role/app`, "AROAAPP:x"),
  iam(`arn:aws:sts::${member}:assumed-role/app/run`, "AROAAPP:run", `arn:aws:iam::${member}:role/app`),
  iam(
    `arn:aws:sts::${member}:assumed-role/app2/run`,
    "AROAAPP2:run",
    `arn:aws:iam::${member}:role/team/app2`,
  ),
  iam(`arn:aws:iam::${member}:role/other`, "AROAOTHER:x"),
  iam(`arn:aws:iam::${foreign}:role/vendor`, "AROAVENDOR:x"),
  iam(`arn:aws:iam::${foreign}:user/a`, "AIDAA"),
  iam(`arn:aws:iam::${foreign}:user/b`, "AIDAB"),
  iam(`arn:aws:iam::${owner}:role/app`, "AROAOWNAPP:x"),
  iam(`arn:aws:iam::${owner}:user/a`, "AIDAOWNA"),
  iam(`arn:aws:iam::${owner}:user/bob`, "AIDABOB"),
  iam(`arn:aws:iam::${member}:root`, member),
  { principal: "lambda.amazonaws.com", action: "sts:AssumeRole", kind: "service" },
  { principal: "sns.amazonaws.com", action: "sts:AssumeRole", kind: "service" },
  { principal: { federated: github }, action: "sts:AssumeRoleWithWebIdentity", kind: "oidc" },
  { principal: { federated: cognito }, action: "sts:AssumeRoleWithWebIdentity", kind: "oidc" },
  { principal: { federated: saml }, action: "sts:AssumeRoleWithSAML", kind: "saml" },
] as const satisfies readonly CallerOfWorld[];
