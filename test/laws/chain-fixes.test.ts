/** Fixes of findings about chains, done for real in small random organizations. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "../../src/findings/catalogue.ts";
import { scanSnapshot } from "../../src/work/scan.ts";
import { assertFixed } from "../support/fixed-chain.ts";
import { lawRuns } from "../support/law-runs.ts";
import { snapshotOf } from "../support/planned-organization.ts";
import { accountIds, randomOrganization } from "./reach/random-organization.ts";
import { seeded } from "./trust/random.ts";

const seed = 20_261_127;
const organizations = Number(process.env.ACCESSLENS_CHAIN_FIXES ?? lawRuns(25));

test(`over ${organizations} random organizations (seed ${seed}), a fix that was tried removes its finding, and takes nothing that is not told`, () => {
  const random = seeded(seed);
  const rules = catalogue.filter(({ kind }) => kind === "reach");
  const sums = { findings: 0, tried: 0 };
  for (let number = 0; number < organizations; number++) {
    const snapshot = snapshotOf({ ...randomOrganization(random), management: accountIds[0] });
    const { findings } = scanSnapshot(snapshot, { rules }, { chains: true });
    for (const summary of findings.summaries) {
      const finding = findings.detail(summary, "tried");
      sums.findings++;
      if (finding.fix?.verified !== true) continue;
      sums.tried++;
      assertFixed(
        snapshot,
        finding,
        { rules },
        `organization ${number}, ${finding.rule} ${finding.subject}: ${finding.fix.summary}`,
      );
    }
  }
  assert.ok(sums.tried > sums.findings / 3, JSON.stringify(sums));
});
