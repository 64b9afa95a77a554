import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { emptyIntent } from "../findings/intent.ts";
import { writeSnapshot } from "../store/index.ts";
import { defaultOptions, toSnapshot } from "../synth/index.ts";
import { scan, scanSnapshot } from "./scan.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-scan-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "small.alens");
const snapshot = toSnapshot({ ...defaultOptions, accounts: 12, roles: 60 });
await writeSnapshot(path, snapshot);

async function scanned(options: Partial<Parameters<typeof scan>[1]> = {}) {
  const outcome = await scan(path, { engineVersion: "1", ...options });
  if (!outcome.ok) assert.fail(outcome.error.message);
  return outcome.value;
}

const whole = ({ findings }: Awaited<ReturnType<typeof scanned>>) =>
  findings.summaries.map((summary) => findings.detail(summary, "advised"));

test("A second scan comes out of the cache, and every finding is the same to the last letter", async () => {
  const cold = await scanned();
  const warm = await scanned();
  assert.deepEqual([cold.fromCache, warm.fromCache], [false, true]);
  assert.ok(cold.findings.count > 20);
  assert.deepEqual(whole(warm), whole(cold));
  assert.deepEqual(whole(scanSnapshot(snapshot)), whole(cold));
});

test("Another version of the engine, another intent and --no-cache do not read what was kept", async () => {
  await scanned();
  assert.equal((await scanned({ engineVersion: "2" })).fromCache, false);
  await scanned();
  const intent = { ...emptyIntent, standardSessionSeconds: 3600 };
  assert.equal((await scanned({ config: { intent } })).fromCache, false);
  await scanned();
  assert.equal((await scanned({ cache: false })).fromCache, false);
});

test("A scan with chains and one without never answer for each other, and each comes out of the cache", async () => {
  rmSync(`${path}.cache`, { force: true });
  const ids = ({ findings }: Awaited<ReturnType<typeof scanned>>) => findings.summaries.map(({ id }) => id);
  const plain = await scanned();
  assert.equal((await scanned({ chains: "kept" })).reach, null);
  const chains = await scanned({ chains: true });
  assert.ok(chains.findings.count > plain.findings.count);
  const [again, plainAgain, kept] = [
    await scanned({ chains: true }),
    await scanned(),
    await scanned({ chains: "kept" }),
  ];
  assert.deepEqual([chains.fromCache, again.fromCache, plainAgain.fromCache], [false, true, true]);
  assert.deepEqual(ids(plainAgain), ids(plain));
  assert.deepEqual(ids(kept), ids(chains));
  assert.deepEqual(whole(again), whole(chains));
  assert.deepEqual(whole(scanSnapshot(snapshot, {}, { chains: true })), whole(chains));
});

test("A damaged cache is passed over", async () => {
  const before = await scanned();
  writeFileSync(`${path}.cache`, "no cache");
  const again = await scanned();
  assert.equal(again.fromCache, false);
  assert.deepEqual(
    again.findings.summaries.map(({ id }) => id),
    before.findings.summaries.map(({ id }) => id),
  );
});

test("A finding is found by its id, and by an abbreviation that only it has", async () => {
  const { findings } = await scanned();
  const [first] = findings.summaries;
  assert.equal(findings.find(first?.id ?? "")?.id, first?.id);
  assert.equal(findings.find(first?.id.slice(0, 10) ?? "")?.id, first?.id);
  assert.equal(findings.find("0"), null);
});

test("Intent turns rules off and on, and sets their severity with a reason", () => {
  const intent = {
    ...emptyIntent,
    rules: { "external-access": { enabled: false }, "external-id-weak": { severity: "critical" } },
  } as const;
  const { summaries } = scanSnapshot(snapshot, { intent }).findings;
  assert.equal(
    summaries.some(({ rule }) => rule === "external-access"),
    false,
  );
  const weak = summaries.filter(({ rule }) => rule === "external-id-weak");
  assert.ok(weak.length > 0);
  for (const { severity, severityReasons } of weak) {
    assert.equal(severity, "critical");
    assert.match(severityReasons.at(-1) ?? "", /accesslens.yaml sets the severity/);
  }
});
