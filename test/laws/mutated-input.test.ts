/** Damaged policies and import files: an answer or a named error, never a crash, never a hang. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { decideAssume, decideTrust } from "../../src/authz/concrete/index.ts";
import { compileTrust, organizationView, trustGrants, witnessFor } from "../../src/authz/index.ts";
import { importDirectory } from "../../src/collect/files/index.ts";
import { isAccountId, isArn, type Snapshot } from "../../src/model/index.ts";
import {
  canonicalPolicy,
  decodePolicyText,
  type PolicyKind,
  parsePolicy,
  printPolicy,
} from "../../src/policy/index.ts";
import { lawRuns } from "../support/law-runs.ts";
import { accountFiles } from "./mutation/account-files.ts";
import { mutated } from "./mutation/mutate.ts";
import { seeded } from "./trust/random.ts";
import { randomPolicy } from "./trust/random-policy.ts";
import { mentionedKeys, randomRequest } from "./trust/random-request.ts";
import { organization, owner, roleArn } from "./trust/world.ts";

const policies = lawRuns(9000);
const imports = lawRuns(1000);
const seed = 4_711;
/** Far above what the slowest input takes, and far below what a reader would call a hang. */
const patienceMs = 5000;

const kinds = [
  "trust",
  "identity",
  "resource",
  "scp",
  "rcp",
  "boundary",
  "session",
  "endpoint",
] as const satisfies PolicyKind[];

async function withoutCrash(what: string, input: string, work: () => void | Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await work();
  } catch (cause) {
    throw new Error(`${what} crashed on ${JSON.stringify(input.slice(0, 3000))}`, { cause });
  }
  const elapsed = performance.now() - started;
  assert.ok(
    elapsed < patienceMs,
    `${what} took ${Math.round(elapsed)} ms for ${JSON.stringify(input.slice(0, 3000))}`,
  );
}

test(`${policies} damaged policies (seed ${seed}) are parsed, printed and evaluated without a crash or a hang`, async () => {
  for (let i = 0; i < policies; i += 1) {
    const random = seeded(seed + i);
    const policy = randomPolicy(random);
    const written = JSON.stringify(policy, null, random.pick([0, 0, 1]));
    const text = mutated(random, random.chance(5) ? encodeURIComponent(written) : written);
    const request = randomRequest(random, mentionedKeys(policy));
    await withoutCrash("a policy", text, () => {
      const parsed = parsePolicy(decodePolicyText(text), {
        kind: random.chance(70) ? "trust" : random.pick(kinds),
      });
      if (!parsed.ok) return;
      const document = parsed.value;
      assert.equal(canonicalPolicy(document), canonicalPolicy(document));
      printPolicy(document);
      decideTrust({ trust: document, request, organization });
      const caller = {
        identity: [{ name: "own", document }],
        boundary: { name: "boundary", document },
        session: null,
      };
      decideAssume({ trust: document, caller, request, organization });
      if (!isAccountId(owner) || !isArn(roleArn)) return;
      const role = { arn: roleArn, account: owner, tags: [] };
      const trust = compileTrust(document);
      for (const grant of trustGrants(trust, { owner, organization, role }).grants) {
        witnessFor(grant, { role, organization, trust });
      }
    });
  }
});

/** Asks every role of what was imported who can assume it. */
function askEveryRole(snapshot: Snapshot): void {
  const view = organizationView(snapshot);
  for (let index = 0; index < snapshot.roles.count; index += 1) {
    const role = snapshot.roles.row(index);
    if (role.trustPolicy === null) continue;
    const parsed = parsePolicy(snapshot.documents.text(role.trustPolicy, role.account), { kind: "trust" });
    if (parsed.ok) trustGrants(compileTrust(parsed.value), { owner: role.account, organization: view, role });
  }
}

const directory = await mkdtemp(join(tmpdir(), "accesslens-mutated-"));
after(() => rm(directory, { recursive: true, force: true }));

async function writeFiles(): Promise<void> {
  for (const { path, text } of accountFiles) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

async function importBothWays(): Promise<void> {
  const strict = await importDirectory(directory, { keepGoing: false, createdAt: 0 });
  if (strict.ok) {
    askEveryRole(strict.value.snapshot);
    return;
  }
  assert.notEqual(strict.error.length, 0);
  for (const { file, message, advice } of strict.error) {
    assert.ok(file !== "" && message !== "" && advice !== "", "an error without place, message or advice");
  }
  const lenient = await importDirectory(directory, { keepGoing: true, createdAt: 0 });
  if (lenient.ok) askEveryRole(lenient.value.snapshot);
}

test(`${imports} imports with a damaged file (seed ${seed}) end in a snapshot or in errors that name the file`, async () => {
  await writeFiles();
  for (let i = 0; i < imports; i += 1) {
    const random = seeded(seed + 1_000_000 + i);
    const { path, text } = random.pick(accountFiles);
    const damaged = mutated(random, text);
    await writeFile(join(directory, path), damaged);
    await withoutCrash("an import", `${path}: ${damaged}`, importBothWays);
    await writeFile(join(directory, path), text);
  }
});
