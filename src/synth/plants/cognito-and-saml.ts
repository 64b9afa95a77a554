/** Identity pools of Cognito and SAML providers: too wide, incomplete, and right (IAM-SEMANTICS 34–36). */
import type { AccountPlan } from "../account-plan.ts";
import type { Plant } from "../planter.ts";
import { type Condition, policy, trustingSaml, trustingToken } from "../policy-document.ts";
import { uuid } from "../random.ts";

export const cognitoAndSaml: readonly Plant[] = [
  function cognito(p) {
    const host = "cognito-identity.amazonaws.com";
    const pool = (account: AccountPlan): string => `${account.region}:${uuid(p.random)}`;
    const amr = (value: string): Condition => ({ "ForAnyValue:StringLike": { [`${host}:amr`]: value } });
    const role = (wish: string, condition: (account: AccountPlan) => Condition | undefined): string => {
      const account = p.account();
      const made = condition(account);
      return p.role(account, {
        name: wish,
        trust: policy(trustingToken(host, made === undefined ? {} : { condition: made })),
      });
    };
    p.mistake(
      "cognito-broad",
      role("Cognito_AppAuth_Role", () => undefined),
      "any identity pool of any account",
    );
    p.mistake(
      "cognito-broad",
      role("Cognito_MobileAuth_Role", () => amr("authenticated")),
      "authenticated by any identity pool of any account",
    );
    p.mistake(
      "cognito-broad",
      role("Cognito_WebAuth_Role", (account) => ({ StringLike: { [`${host}:aud`]: `${account.region}:*` } })),
      "any identity pool of the region",
    );
    p.mistake(
      "cognito-broad",
      role("Cognito_AppUnauth_Role", (account) => ({
        StringEquals: { [`${host}:aud`]: pool(account) },
        ...amr("unauthenticated"),
      })),
      "guests of the identity pool: anyone",
    );
    p.fine(
      "cognito-broad",
      role("Cognito_ShopAuth_Role", (account) => ({
        StringEquals: { [`${host}:aud`]: pool(account) },
        ...amr("authenticated"),
      })),
      "signed-in people of one identity pool",
    );
  },
  function saml(p) {
    const role = (wish: string, condition: Condition | undefined): string => {
      const account = p.account();
      return p.role(account, {
        name: wish,
        trust: policy(
          trustingSaml(p.samlProvider(account, "Okta"), condition === undefined ? {} : { condition }),
        ),
      });
    };
    const signIn = "https://signin.aws.amazon.com/saml";
    p.mistake("saml-audience-missing", role("Okta-Legacy-Admin", undefined), "no condition at all");
    p.mistake(
      "saml-audience-missing",
      role("Okta-Legacy-Reader", { StringEquals: { "saml:iss": "https://idp.example/sso" } }),
      "the issuer is asked for, the audience is not",
    );
    p.mistake(
      "saml-audience-missing",
      role("Okta-Legacy-Team", { StringLike: { "saml:sub": `*@${p.plan.company}.example` } }),
      "the subject is asked for, the audience is not",
    );
    p.fine(
      "saml-audience-missing",
      role("Okta-Admin", { StringEquals: { "SAML:aud": signIn } }),
      "the audience is asked for",
    );
    p.fine(
      "saml-audience-missing",
      role("Okta-Regional", {
        StringEquals: { "saml:AUD": [signIn, "https://eu-west-1.signin.aws.amazon.com/saml"] },
      }),
      "two audiences, and names of keys have no case (52)",
    );
  },
];
