/** Fixes of chains, and of policies of resources, written in moto and taken back. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { collectors } from "../../src/collect/live/index.ts";
import { trialSnapshot } from "../../src/findings/rule-trial.ts";
import { isAccountId, isArn } from "../../src/model/index.ts";
import { openStateStore, type StateStore } from "../../src/store/state/index.ts";
import { openConnected } from "../../src/work/collect/index.ts";
import { engineOf } from "../../src/work/engine.ts";
import { applyFixes, enterForFix, planFixes } from "../../src/work/provision/fixes/index.ts";
import type { PlannedFix } from "../../src/work/provision/fixes/plan-fixes.ts";
import { type Access, carryOutUndo, planUndo } from "../../src/work/provision/index.ts";
import { scanSnapshot } from "../../src/work/scan.ts";
import { collectRun, usualSettings } from "../support/collect-run.ts";
import { missingMoto, motoAccount, startMoto } from "../support/moto.ts";

const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const letIn = (AWS: string) => ({ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" });
const timing = { windowMilliseconds: 2_000, writers: 0, patienceMilliseconds: 2_000, attempts: 10 };

describe("Fixes beside single roles", { skip: missingMoto() ?? false, concurrency: false }, () => {
  const folder = mkdtempSync(join(tmpdir(), "accesslens-fixes-"));
  let access: Access;
  let store: StateStore;
  let changes = 0;

  before(async () => {
    const { url } = await startMoto();
    process.env.AWS_ENDPOINT_URL = url;
    const opened = await openConnected({ ...usualSettings });
    assert.ok(opened.ok);
    access = { ...opened.value.access, connection: opened.value.connection };
    const journal = await openStateStore(`sqlite:${join(folder, "store.db")}`);
    assert.ok(journal.ok);
    store = journal.value;
  });
  after(async () => {
    access?.connection.close();
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const parts = () => ({
    ...{ store, timing, holder: "test", by: "arn:aws:iam::123456789012:user/me", now: Date.now },
    pause: (milliseconds: number) => new Promise<void>((go) => setTimeout(go, milliseconds)),
    random: Math.random,
    newId: () => `c-${++changes}`,
  });

  const apply = (fixes: readonly PlannedFix[]) =>
    applyFixes(fixes, {
      ...parts(),
      ...{ canary: null, accountsAtOnce: 1, progress: () => undefined },
      open: (fix, removed) => enterForFix(fix, access, removed),
    });

  async function undo(id: string | null | undefined) {
    const change = await store.appliedChange(id ?? "");
    assert.ok(change !== null);
    const plan = await planUndo(change, "back", access, store);
    return carryOutUndo(change, plan, "back", parts());
  }

  test("a way from outside to administrators is cut where the plan says, and opened again by undo", async () => {
    const iam = new IAMClient({});
    const inline = (RoleName: string, statement: object) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: policy(statement) }));
    const role = (RoleName: string, AssumeRolePolicyDocument: string) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new CreateUserCommand({ UserName: "admin" }));
    await iam.send(
      new PutUserPolicyCommand({
        ...{ UserName: "admin", PolicyName: "own" },
        PolicyDocument: policy({ Effect: "Allow", Action: "*", Resource: "*" }),
      }),
    );
    await role("door", policy(letIn("arn:aws:iam::999988887777:root")));
    const boss = `arn:aws:iam::${motoAccount}:role/boss`;
    await inline("door", { Effect: "Allow", Action: "sts:AssumeRole", Resource: boss });
    await role("boss", policy(letIn(`arn:aws:iam::${motoAccount}:role/door`)));
    await inline("boss", { Effect: "Allow", Action: "*", Resource: "*" });

    const chains = async () => {
      const { collection } = await collectRun({
        collectors: collectors.filter(({ name }) => name === "iam"),
      });
      const scan = scanSnapshot(collection.snapshot, {}, { chains: true });
      const found = scan.findings.summaries.filter(({ rule }) => rule === "outsider-reaches-administrator");
      return { scan, found };
    };
    const { scan, found } = await chains();
    assert.equal(found.length, 1);
    const plan = planFixes(scan, found, new Map(), () => undefined);
    const [result, ...more] = await apply(plan.fixes);
    assert.deepEqual(more, []);
    assert.equal(result?.state, "applied", JSON.stringify([result?.why, plan.notApplicable]));
    assert.deepEqual((await chains()).found, []);
    assert.equal((await undo(result?.change)).kind, "applied");
    assert.equal((await chains()).found.length, 1);
  });

  test("a queue's policy is fixed and opened again; an undo that would lock its owner out is refused", async () => {
    const sqs = new SQSClient({});
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const resource = `arn:aws:sqs:us-east-1:${motoAccount}:orders`;
    assert.ok(isArn(resource) && isAccountId(motoAccount));
    const place = { kind: "resource-policy", account: motoAccount, resource } as const;
    const set = (text: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: text } }));
    const standing = async () =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }))).Attributes
        ?.Policy ?? "";
    const statement = (Effect: "Allow" | "Deny", Action: string) => ({
      ...{ Effect, Principal: "*", Action, Resource: resource },
    });
    const theirs = { ...statement("Allow", "sqs:GetQueueUrl"), Sid: "Theirs" };

    const engine = engineOf(trialSnapshot([]));
    /** Takes one statement out, as a fix does. */
    const without = (gone: object): PlannedFix => {
      const again = (text: string) => {
        const kept = JSON.parse(text).Statement.filter(
          (one: object) => JSON.stringify(one) !== JSON.stringify(gone),
        );
        const isThere = kept.length < JSON.parse(text).Statement.length;
        const statements = isThere ? [{ before: JSON.stringify(gone), after: null }] : [];
        const fixed = { before: text, after: policy(...kept), statements, findings: new Map() };
        return {
          ...fixed,
          engines: { before: engine, after: engine },
          refused: null,
          changes: [],
          reason: null,
        };
      };
      return {
        ...{ policy: `policy of ${resource}`, place, account: place.account, findings: [], before: null },
        ...{ after: null, statements: [], changes: [], alsoLost: null, state: "planned", reason: null },
        again,
      };
    };

    const open = statement("Allow", "sqs:ReceiveMessage");
    await set(policy(theirs, open));
    const [fixed] = await apply([without(open)]);
    assert.equal(fixed?.state, "applied", fixed?.why ?? "");
    assert.ok(!(await standing()).includes("ReceiveMessage") && (await standing()).includes("Theirs"));
    assert.equal((await undo(fixed?.change)).kind, "applied");
    assert.ok((await standing()).includes("ReceiveMessage"));

    const closing = statement("Deny", "sqs:*");
    await set(policy(theirs, closing));
    const [opened] = await apply([without(closing)]);
    assert.equal(opened?.state, "applied", opened?.why ?? "");
    const end = await undo(opened?.change);
    assert.equal(end.kind, "refused", JSON.stringify(end));
    assert.ok(!(await standing()).includes("Deny"));
  });
});
