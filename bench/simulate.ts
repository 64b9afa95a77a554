/** How many requests a second: compiled policies reused in this process, and `simulate --cases` as a whole process. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decideRequest } from "../src/authz/concrete/index.ts";
import type { RequestQuestion } from "../src/authz/request-question.ts";
import { CaseReader } from "../src/work/simulate/index.ts";
import { measure, medianRun } from "./measure.ts";

export type WarmFigure = {
  readonly perSecond: number;
  /** `JSON.parse` of the same requests, without their policies. */
  readonly ceilingPerSecond: number;
};

export type CasesFigure = {
  readonly perSecond: number;
  readonly peakMegabytes: number;
  /** `JSON.parse` of the same lines, as a whole process. */
  readonly ceilingPerSecond: number;
};

/** Statements as an application's role, its bucket and an organization of three levels have them. */
function policiesOf(variant: number): object {
  const policy = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  const named = (name: string, ...statements: readonly object[]) => ({
    name,
    document: policy(...statements),
  });
  const own = Array.from({ length: 5 }, (_, bucket) => ({
    Sid: `Bucket${bucket}`,
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject", "sqs:Send*"],
    Resource: [`arn:aws:s3:::bucket-${bucket}-${variant}/*`, `arn:aws:s3:::bucket-${bucket}-${variant}`],
  }));
  const regions = {
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: {
      StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] },
      ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" },
    },
  };
  const tls = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const perimeter = {
    ...tls,
    Condition: {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
  const level = (target: string, ...policies: readonly object[]) => ({ target, policies });
  return {
    identity: [named("app", ...own)],
    resource: policy(tls),
    boundary: null,
    session: null,
    scps: [
      level("r-root", named("FullAWSAccess", everything)),
      level("ou-root-prod0000", named("FullAWSAccess", everything), named("regions", regions)),
      level("111111111111", named("FullAWSAccess", everything)),
    ],
    rcps: [level("r-root", named("perimeter", perimeter))],
    endpoint: null,
  };
}

const actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];

function requestOf(number: number, variant: number): object {
  return {
    principal: `arn:aws:sts::111111111111:assumed-role/app/run-${number}`,
    action: actions[number % actions.length],
    resource: { arn: `arn:aws:s3:::bucket-${number % 5}-${variant}/key-${number}`, account: "111111111111" },
    context: {
      "aws:RequestedRegion": "eu-west-1",
      "aws:SecureTransport": "true",
      "aws:SourceIp": `203.0.113.${number % 256}`,
      "aws:PrincipalOrgID": "o-exampleorg1",
      "aws:PrincipalIsAWSService": "false",
    },
  };
}

function caseText(number: number, variant: number): string {
  return JSON.stringify({
    name: `case-${number}`,
    request: requestOf(number, variant),
    policies: policiesOf(variant),
  });
}

/** Requests over one set of policies, each a few dozen times; the fastest round counts. */
export function measureWarmRequests(requests = 1000, times = 50, rounds = 7): WarmFigure {
  const reader = new CaseReader();
  const questions = Array.from({ length: requests }, (_, number): RequestQuestion => {
    const { question } = reader.read(caseText(number, 0));
    if (!question.ok) throw new Error(question.error.message);
    return question.value;
  });
  const texts = questions.map(({ request }) => JSON.stringify(request));
  const perSecond = fastest(rounds, requests * times, () => {
    let allowed = 0;
    for (let time = 0; time < times; time += 1) {
      for (const question of questions) if (decideRequest(question).decision === "Allowed") allowed += 1;
    }
    return allowed;
  });
  const ceilingPerSecond = fastest(rounds, requests * times, () => {
    let parsed = 0;
    for (let time = 0; time < times; time += 1) {
      for (const text of texts) if (JSON.parse(text) !== null) parsed += 1;
    }
    return parsed;
  });
  return { perSecond, ceilingPerSecond };
}

function fastest(rounds: number, count: number, work: () => number): number {
  let best = 0;
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    if (work() === 0) throw new Error("nothing was allowed");
    best = Math.max(best, (count / (performance.now() - started)) * 1000);
  }
  return best;
}

const parseLines = `
  const {readFileSync}=require("node:fs");
  for(const line of readFileSync(process.argv[1],"utf8").trim().split("\\n"))JSON.parse(line);`;

/** `variants`: how many different sets of policies the distinct cases have. */
export function measureCases(
  folder: string,
  executable: string,
  cases: number,
  variants: number,
): CasesFigure {
  const path = join(folder, `cases-${variants}.ndjson`);
  const lines = Array.from({ length: cases }, (_, number) => caseText(number, number % variants));
  writeFileSync(path, `${lines.join("\n")}\n`);
  const ours = medianRun(3, () => measure([executable, "simulate", "--cases", path, "--format", "ndjson"]));
  const ceiling = medianRun(3, () => measure(["--eval", parseLines, path]));
  return {
    perSecond: cases / ours.wallSeconds,
    peakMegabytes: ours.peakMegabytes,
    ceilingPerSecond: cases / ceiling.wallSeconds,
  };
}
