/** Edges from vendors, identity providers and services (IAM-SEMANTICS 18, 19, 34, 54). */
import { gitHub } from "../background/site.ts";
import type { Plant } from "../planter.ts";
import { policy, trusting, trustingSaml, trustingService, trustingToken } from "../policy-document.ts";
import { uuid } from "../random.ts";

const audience = { "SAML:aud": "https://signin.aws.amazon.com/saml" };

export const edgesFromOutside: readonly Plant[] = [
  function strangers(p) {
    const a = p.account();
    const friend = p.stranger();
    const foe = p.stranger();
    const roots = [friend, foe].map((id) => `arn:aws:iam::${id}:root`);
    const [from, denied] = roots;
    if (from === undefined || denied === undefined) return;
    const condition = { StringEquals: { "sts:ExternalId": uuid(p.random) } };
    const to = p.role(a, {
      name: "logistics-partner",
      trust: policy(trusting(roots, { condition }), trusting(denied, { effect: "Deny" })),
      lastUsedDaysAgo: 4,
    });
    p.exists({ from, to, external: true, why: "a partner's account, with an external ID" });
    p.looksLike({ from: denied, to, external: true, why: "this partner is denied again" });
    p.mistake("external-access", to, "a partner's account may assume it");
  },
  function tokens(p) {
    const a = p.account();
    const b = p.other(a);
    const provider = p.issuer(a, gitHub);
    const condition = {
      StringEquals: {
        [`${gitHub}:aud`]: "sts.amazonaws.com",
        [`${gitHub}:sub`]: `repo:${p.plan.company}/storefront:ref:refs/heads/main`,
      },
    };
    const action = "sts:AssumeRoleWithWebIdentity" as const;
    p.exists({
      from: provider,
      action,
      external: true,
      to: p.role(a, { name: "ci-storefront", trust: policy(trustingToken(provider, { condition })) }),
      why: "the repository's main branch",
    });
    const elsewhere = p.issuer(b, gitHub);
    if (a.id !== b.id)
      p.looksLike({
        from: elsewhere,
        action,
        external: true,
        to: p.role(a, { name: "ci-foreign", trust: policy(trustingToken(elsewhere, { condition })) }),
        why: "the provider stands in another account (18)",
      });
    const wrongAction = p.role(a, {
      name: "ci-plain",
      trust: policy(trustingToken(provider, { condition, action: "sts:AssumeRole" })),
    });
    p.looksLike({
      from: provider,
      action,
      external: true,
      to: wrongAction,
      why: "a token can't be used with sts:AssumeRole (18)",
    });
    p.mistake("trust-unsatisfiable", wrongAction, "a federated principal with sts:AssumeRole alone (18)");
  },
  function assertions(p) {
    const a = p.account();
    const provider = p.samlProvider(a, "Okta");
    const action = "sts:AssumeRoleWithSAML" as const;
    p.exists({
      from: provider,
      action,
      external: true,
      to: p.role(a, {
        name: "okta-analyst",
        trust: policy(trustingSaml(provider, { condition: { StringEquals: audience } })),
      }),
      why: "people with an assertion of the provider",
    });
    const token = p.role(a, {
      name: "okta-token",
      trust: policy(
        trustingSaml(provider, {
          condition: { StringEquals: audience },
          action: "sts:AssumeRoleWithWebIdentity",
        }),
      ),
    });
    p.looksLike({
      from: provider,
      action,
      external: true,
      to: token,
      why: "a SAML provider with the action for tokens (18)",
    });
    p.mistake("trust-unsatisfiable", token, "a SAML provider with sts:AssumeRoleWithWebIdentity alone (18)");
  },
  function services(p) {
    const a = p.account();
    p.exists({
      from: "ec2.amazonaws.com",
      to: p.role(a, {
        name: "bastion",
        trust: policy(trustingService("ec2.amazonaws.com")),
        instanceProfile: true,
      }),
      why: "the service is trusted",
    });
    const never = p.role(a, {
      name: "bastion-old",
      trust: policy(
        trustingService("ec2.amazonaws.com", {
          condition: { StringEquals: { "aws:PrincipalOrgID": p.plan.id } },
        }),
      ),
    });
    p.looksLike({
      from: "ec2.amazonaws.com",
      to: never,
      why: "services bring no aws:PrincipalOrgID (table of keys)",
    });
    p.mistake("trust-unsatisfiable", never, "a service never brings aws:PrincipalOrgID");
  },
];
