/** Damaged snapshot files: a named error, or a snapshot that is whole and stays the same when it is written again. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { snapshotLines } from "../../src/store/encode-snapshot.ts";
import { exampleSnapshot, plain } from "../../src/store/fixtures/example-snapshot.ts";
import { openSnapshot, readSnapshot, writeSnapshot } from "../../src/store/index.ts";
import { mutated } from "./mutation/mutate.ts";
import { seeded } from "./trust/random.ts";

const folder = mkdtempSync(join(tmpdir(), "accesslens-mutated-snapshot-"));
after(() => rmSync(folder, { recursive: true }));

const files = 1000;
const seed = 8_150;
const options = { cache: true, engineVersion: "1", configHash: "c" };

test(`${files} snapshots with a damaged line (seed ${seed}) are refused by line, or are whole and last`, async () => {
  const lines = [...snapshotLines(exampleSnapshot({ extraRoles: 3 }))];
  const path = join(folder, "damaged.alens");
  const copy = join(folder, "copy.alens");
  let whole = 0;
  for (let times = 0; times < files; times += 1) {
    const random = seeded(seed + times);
    const at = random.below(lines.length);
    const damaged = mutated(random, lines[at] ?? "");
    writeFileSync(path, `${lines.with(at, damaged).join("\n")}\n`);
    const read = await readSnapshot(path);
    if (!read.ok) {
      const { line, message, advice } = read.error;
      assert.ok(line !== null && line >= 1 && message !== "" && advice !== "", damaged);
      continue;
    }
    whole += 1;
    const expected = plain(read.value);
    if (times % 20 > 0) continue;
    assert.ok((await writeSnapshot(copy, read.value)).ok, damaged);
    const cold = await openSnapshot(copy, options);
    assert.ok(cold.ok, damaged);
    assert.deepEqual(plain(cold.value.snapshot), expected, damaged);
    assert.ok((await cold.value.cache.write([])).ok);
    const warm = await openSnapshot(copy, options);
    assert.ok(warm.ok && warm.value.fromCache, damaged);
    assert.deepEqual(plain(warm.value.snapshot), expected, damaged);
  }
  assert.ok(whole > files / 20 && whole < files / 2, `${whole} of ${files} were taken`);
});
