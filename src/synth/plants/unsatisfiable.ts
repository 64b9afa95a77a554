/** Allow statements that can never match, and those that only look so (IAM-SEMANTICS 4, 18, 45, 46, 48; D3). */
import { gitHub } from "../background/site.ts";
import type { Plant, Planter } from "../planter.ts";
import {
  type Condition,
  policy,
  type Statement,
  trusting,
  trustingService,
  trustingToken,
} from "../policy-document.ts";
import { uuid } from "../random.ts";
import { vendors } from "../vendors.ts";

type Contradiction = readonly [wish: string, condition: (p: Planter) => Condition, why: string];

/** All on trust in a vendor's account. */
const contradictions: readonly Contradiction[] = [
  [
    "vendor-in-org",
    (p) => ({ StringEquals: { "aws:PrincipalOrgID": p.plan.id, "sts:ExternalId": uuid(p.random) } }),
    "a vendor is never of our organization (D3)",
  ],
  [
    "vendor-in-unit",
    (p) => ({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${p.plan.id}/*` } }),
    "a vendor is in none of our units",
  ],
  [
    "vendor-two-ids",
    () => ({
      StringEquals: { "sts:ExternalId": "b1946ac92492d234" },
      StringLike: { "sts:ExternalId": "9f-*" },
    }),
    "one external ID can't satisfy both conditions",
  ],
  [
    "vendor-not-itself",
    () => ({
      StringEquals: { "sts:ExternalId": "b1946ac92492d234" },
      StringNotEquals: { "sts:ExternalId": "b1946ac92492d234" },
    }),
    "the same value is asked for and excluded",
  ],
  [
    "vendor-absent",
    () => ({ StringEquals: { "sts:ExternalId": "b1946ac92492d234" }, Null: { "sts:ExternalId": "true" } }),
    "the external ID must have a value and be absent",
  ],
  [
    "vendor-other-account",
    (p) => ({ StringEquals: { "aws:PrincipalAccount": p.plan.hubs.deploy.id } }),
    "the vendor's account is not the one that is asked for",
  ],
  [
    "vendor-other-arn",
    (p) => ({ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${p.plan.hubs.deploy.id}:role/*` } }),
    "a principal of the vendor's account has no ARN of ours",
  ],
  [
    "vendor-no-value",
    () => ({ StringEquals: { "sts:ExternalId": [] } }),
    "an empty list of values matches nothing",
  ],
];

/** Also on trust in a vendor's account; all can be met. */
const satisfiable: readonly Contradiction[] = [
  [
    "vendor-own-org",
    (p) => ({
      StringEquals: { "aws:PrincipalOrgID": p.strangeOrganization(), "sts:ExternalId": uuid(p.random) },
    }),
    "the vendor's own organization is asked for",
  ],
  [
    "vendor-if-exists",
    (p) => ({ StringEqualsIfExists: { "aws:PrincipalOrgID": p.plan.id } }),
    "a vendor that is in no organization fits IfExists",
  ],
  [
    "vendor-two-values",
    (p) => ({ StringEquals: { "sts:ExternalId": [uuid(p.random), uuid(p.random)] } }),
    "two values of one key are alternatives (45)",
  ],
  [
    "vendor-overlap",
    () => ({
      StringEquals: { "sts:ExternalId": "9f-b1946ac92492d234" },
      StringLike: { "sts:ExternalId": "9f-*" },
    }),
    "both conditions fit one value",
  ],
  [
    "vendor-no-tags",
    (p) => ({
      StringEquals: { "sts:ExternalId": uuid(p.random) },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] },
      Null: { "aws:TagKeys": "true" },
    }),
    "ForAllValues holds without tags (48)",
  ],
];

export const unsatisfiableTrust: readonly Plant[] = [
  ...contradictions.map(
    ([wish, condition, why]): Plant =>
      (p) => {
        const vendor = p.random.pick(vendors);
        const from = `arn:aws:iam::${vendor.account}:root`;
        const to = p.role(p.account(), {
          name: wish,
          trust: policy(trusting(from, { condition: condition(p) })),
        });
        p.mistake("trust-unsatisfiable", to, `${vendor.name}: ${why}`);
        p.fine("external-access", to, `nobody fits: ${why}`);
        p.looksLike({ from, to, external: true, why });
      },
  ),
  ...satisfiable.map(
    ([wish, condition, why]): Plant =>
      (p) => {
        const vendor = p.random.pick(vendors);
        const from = `arn:aws:iam::${vendor.account}:root`;
        const to = p.role(p.account(), {
          name: wish,
          trust: policy(trusting(from, { condition: condition(p) })),
          lastUsedDaysAgo: 5,
        });
        p.fine("trust-unsatisfiable", to, `${vendor.name}: ${why}`);
        p.mistake("external-access", to, `${vendor.name} may assume it: ${why}`);
        p.exists({ from, to, external: true, why });
      },
  ),
  function whatNobodyBrings(p) {
    const vendor = p.random.pick(vendors);
    const from = `arn:aws:iam::${vendor.account}:root`;
    const role = (wish: string, condition: Condition): string =>
      p.role(p.account(), {
        name: wish,
        trust: policy(trusting(from, { condition })),
        lastUsedDaysAgo: 5,
      });
    const externalId = (value: string): Condition => ({ StringEquals: { "sts:ExternalId": value } });
    p.mistake(
      "trust-unsatisfiable",
      role("vendor-literal-wildcard", externalId("integration-*")),
      "StringEquals takes * literally, and STS takes no external ID with it (28, 49)",
    );
    p.mistake(
      "trust-unsatisfiable",
      role("vendor-padded-id", externalId(` ${uuid(p.random)}`)),
      "an external ID holds no spaces (28)",
    );
    const until = (date: string): Condition => ({
      StringEquals: { "sts:ExternalId": uuid(p.random) },
      DateLessThan: { "aws:CurrentTime": date },
    });
    const ended = role("vendor-trial-over", until("2019-06-30T00:00:00Z"));
    p.mistake("trust-unsatisfiable", ended, "its time has ended");
    p.fine("external-access", ended, "its time has ended");
    const running = role("vendor-long-running", until("2099-06-30T00:00:00Z"));
    p.fine("trust-unsatisfiable", running, "its time still runs");
    p.mistake("external-access", running, "its time still runs");
    const account = p.account();
    const subject = (wish: string, operator: string): string =>
      p.role(account, {
        name: wish,
        trust: policy(
          trustingToken(p.issuer(account, gitHub), {
            condition: {
              StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" },
              [operator]: { [`${gitHub}:sub`]: `repo:${p.plan.company}/site:*` },
            },
          }),
        ),
      });
    p.mistake(
      "trust-unsatisfiable",
      subject("github-literal-wildcard", "StringEqualsIgnoreCase"),
      "no token has a subject with * (49)",
    );
    p.fine("trust-unsatisfiable", subject("github-pattern", "StringLike"), "StringLike knows wildcards (49)");
  },
  function servicesAndTokens(p) {
    const plant = (
      wish: string,
      statement: (account: ReturnType<Planter["account"]>) => Statement,
      why: string,
    ): void => {
      const account = p.account();
      p.mistake(
        "trust-unsatisfiable",
        p.role(account, { name: wish, trust: policy(statement(account)) }),
        why,
      );
    };
    plant(
      "lambda-in-org",
      () =>
        trustingService("lambda.amazonaws.com", {
          condition: { StringEquals: { "aws:PrincipalOrgID": p.plan.id } },
        }),
      "a service brings no aws:PrincipalOrgID",
    );
    plant(
      "github-in-org",
      (account) =>
        trustingToken(p.issuer(account, gitHub), {
          condition: {
            StringEquals: {
              [`${gitHub}:sub`]: `repo:${p.plan.company}/site:ref:refs/heads/main`,
              [`${gitHub}:aud`]: "sts.amazonaws.com",
              "aws:PrincipalOrgID": p.plan.id,
            },
          },
        }),
      "a token brings no aws:PrincipalOrgID (34)",
    );
    plant(
      "gov-partner",
      () => trusting(`arn:aws-us-gov:iam::${p.stranger()}:root`),
      "a principal of another partition (4)",
    );
  },
  function insideIsFine(p) {
    const a = p.account();
    const b = p.other(a);
    const to = p.role(a, {
      name: "org-and-name",
      trust: policy(
        trusting(`arn:aws:iam::${b.id}:root`, {
          condition: { StringEquals: { "aws:PrincipalOrgID": p.plan.id, "aws:PrincipalAccount": b.id } },
        }),
      ),
    });
    p.fine("trust-unsatisfiable", to, "an account of ours is of our organization");
    const texts = p.role(a, {
      name: "signup-text-messages",
      trust: policy(
        trustingService("cognito-idp.amazonaws.com", {
          condition: { StringEquals: { "sts:ExternalId": uuid(p.random) } },
        }),
      ),
    });
    p.fine(
      "trust-unsatisfiable",
      texts,
      "a user pool of Cognito sends the external ID of its SMS configuration",
    );
    p.fine("external-id-weak", texts, "a service, not a third party");
    const source = p.role(a, {
      name: "scheduler-source",
      trust: policy(
        trustingService("scheduler.amazonaws.com", {
          condition: { StringEquals: { "aws:SourceAccount": a.id } },
        }),
      ),
    });
    p.fine("trust-unsatisfiable", source, "the service sends aws:SourceAccount");
    p.fine("service-confused-deputy", source, "aws:SourceAccount is asked for");
  },
];
