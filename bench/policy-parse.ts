/** How long it takes to parse policy documents as an organization has them, each for itself, in this process. */
import { parsePolicy } from "../src/policy/index.ts";

export type PolicyParseFigure = {
  readonly documents: number;
  readonly averageLength: number;
  readonly microsecondsPerDocument: number;
  /** `JSON.parse` of the same texts: the ceiling, without positions, repeated keys or statements. */
  readonly ceilingMicroseconds: number;
};

/** `documents` distinct trust policies, in several rounds, of which the fastest counts; the first warm up. */
export function measurePolicyParse(documents = 10_000, rounds = 7): PolicyParseFigure {
  const texts = Array.from({ length: documents }, (_, number) => trustPolicy(number));
  const ours = fastest(rounds, () => {
    let statements = 0;
    for (const text of texts) {
      const parsed = parsePolicy(text, { kind: "trust" });
      if (parsed.ok) statements += parsed.value.statements.length;
    }
    return statements;
  });
  const ceiling = fastest(rounds, () => {
    let statements = 0;
    for (const text of texts) {
      const policy: { readonly Statement: readonly unknown[] } = JSON.parse(text);
      statements += policy.Statement.length;
    }
    return statements;
  });
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  return {
    documents,
    averageLength: Math.round(length / documents),
    microsecondsPerDocument: (ours * 1000) / documents,
    ceilingMicroseconds: (ceiling * 1000) / documents,
  };
}

/** Milliseconds of the fastest round. */
function fastest(rounds: number, work: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    if (work() === 0) throw new Error("the documents have no statements");
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** About 400 characters, of three forms that are common. */
function trustPolicy(number: number): string {
  const account = String(100_000_000_000 + number * 7919).padStart(12, "0");
  const forms = [
    {
      Sid: `Vendor${number}`,
      Effect: "Allow",
      Principal: {
        AWS: [`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:role/ci/deploy-${number}`],
      },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: { "sts:ExternalId": `b1946ac9-2492-4d23-${account}` },
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [`o-exampleorg/r-ab12/ou-ab12-${number}/*`] },
      },
    },
    {
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: {
          "token.actions.githubusercontent.com:sub": `repo:example/service-${number}:ref:refs/heads/main`,
        },
      },
    },
    {
      Effect: "Allow",
      Principal: { Service: ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com"] },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:lambda:eu-central-1:${account}:function:orders-${number}-*` },
        Bool: { "aws:SecureTransport": true },
      },
    },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement: [forms[number % forms.length]] });
}
