/** Compares what the product says of a synthetic organization with what was planted in it. */
import { readFileSync } from "node:fs";
import { emptyIntent } from "../src/findings/intent.ts";
import type { Truth } from "../src/synth/index.ts";
import { askWhoCanAssume } from "../src/work/questions.ts";
import { scan } from "../src/work/scan.ts";

export type Verdict = {
  readonly planted: number;
  readonly found: number;
  readonly lookAlikes: number;
  readonly falseAlarms: number;
  /** A line for each thing that is wrong, at most twenty. */
  readonly details: readonly string[];
};

export async function judgeAgainstTruth(snapshotPath: string, truthPath: string): Promise<Verdict> {
  const truth: Truth = JSON.parse(readFileSync(truthPath, "utf8"));
  const { companyNames, standardSessionSeconds, tiers } = truth.declared;
  const levels = { sandbox: 0, nonprod: 1, prod: 2 };
  const intent = {
    ...emptyIntent,
    companyNames,
    standardSessionSeconds,
    tiers: tiers.map(({ name, unit }) => ({ name, level: levels[name], units: [unit] })),
  };
  const scanned = await scan(snapshotPath, { config: { intent }, cache: false, engineVersion: "bench" });
  if (!scanned.ok) throw new Error(scanned.error.message);
  const { engine, findings } = scanned.value;
  const told = new Set(findings.summaries.map(({ rule, subject }) => `${rule} ${subject}`));
  const isTold = (one: { readonly rule: string; readonly subject: string }): boolean =>
    told.has(`${one.rule} ${one.subject}`);
  const toldGroups = new Set(truth.findings.filter(isTold).map((one) => one.group));

  const missed = truth.findings.filter(
    (one) => !isTold(one) && (one.group === undefined || !toldGroups.has(one.group)),
  );
  const alarms = truth.safe.filter(isTold);
  const wrongEdges = truth.edges.filter(({ from, to, expected }) => {
    const who = askWhoCanAssume(engine, to)?.who ?? [];
    return who.some((one) => one.id === from || `arn:aws:iam::${one.id}:root` === from) !== expected;
  });
  const missedEdges = wrongEdges.filter((edge) => edge.expected);
  return {
    planted: truth.findings.length + truth.edges.filter((edge) => edge.expected).length,
    found:
      truth.findings.length -
      missed.length +
      truth.edges.filter((edge) => edge.expected).length -
      missedEdges.length,
    lookAlikes: truth.safe.length + truth.edges.filter((edge) => !edge.expected).length,
    falseAlarms: alarms.length + wrongEdges.length - missedEdges.length,
    details: [
      ...missed.map((one) => `missed: ${one.rule} ${one.subject} (${one.why})`),
      ...alarms.map((one) => `false alarm: ${one.rule} ${one.subject} (${one.why})`),
      ...wrongEdges.map(
        (edge) => `edge ${edge.from} → ${edge.to} should ${edge.expected ? "" : "not "}exist (${edge.why})`,
      ),
    ].slice(0, 20),
  };
}
