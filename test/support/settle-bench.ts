/** A watch by hand, over a real store: its clock stands still until it is moved, and its reader is made up. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "node:test";
import { driftOfSubjects } from "../../src/drift/index.ts";
import {
  type AccountId,
  type ChangeEvent,
  type DriftEvent,
  type EventDocument,
  isAccountId,
  type Subject,
} from "../../src/model/index.ts";
import { openStateStore, type StateStore } from "../../src/store/state/index.ts";
import { engineOf } from "../../src/work/engine.ts";
import { KnownOrganization } from "../../src/work/watch/known-organization.ts";
import { PendingChanges } from "../../src/work/watch/pending-changes.ts";
import { settleChanges } from "../../src/work/watch/settle-changes.ts";
import type { SettleParts, SubjectReading } from "../../src/work/watch/settle-parts.ts";
import { type OrganizationPlan, roleArn, snapshotOf } from "./planned-organization.ts";

/** After the snapshot, which is of 1,800,000,000 seconds. */
export const settleStart = 1_800_000_600_000;

export const readsRefused: SubjectReading = {
  kind: "refused",
  forGood: true,
  why: "reads are turned off",
};

/** Each test that follows has a store of its own: the answer tells it while one runs. */
export function withStore(): () => StateStore {
  let folder: string;
  let store: StateStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "accesslens-settle-"));
    const opened = await openStateStore(`sqlite:${join(folder, "state.db")}`);
    assert.ok(opened.ok);
    store = opened.value;
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => store;
}

export class SettleBench {
  now = settleStart;
  read: (subject: Subject) => SubjectReading = () => readsRefused;
  readonly known: KnownOrganization;
  readonly pending = new PendingChanges(0);
  readonly patience = 120_000;
  readonly #store: StateStore;

  constructor(planned: OrganizationPlan, store: StateStore) {
    this.known = new KnownOrganization(engineOf(snapshotOf(planned)), () => undefined);
    this.#store = store;
  }

  /** Settles what is due; what has to wait stays. */
  async settle(...events: readonly ChangeEvent[]): Promise<readonly DriftEvent[]> {
    for (const event of events) this.pending.addEvent(event, this.now);
    const { settled, driftEvents } = await settleChanges(this.pending.due(this.now, 100), this.#parts());
    for (const { change, events: done } of settled) this.pending.settled(change.key, done, this.now);
    return driftEvents;
  }

  #parts(): SettleParts {
    return {
      store: this.#store,
      known: this.known,
      patienceMilliseconds: this.patience,
      joiningMilliseconds: this.patience,
      holder: "bench",
      read: async (subject) => this.read(subject),
      compare: (before, after, subject) => driftOfSubjects(before, after, [subject]),
      plan: async (driftEvents) => ({ driftEvents, deliveries: [], decisions: [] }),
      follow: (events) => events,
      unfollow: () => undefined,
      isDoneWith: () => true,
      now: () => this.now,
    };
  }
}

let count = 0;

export function eventOf(
  name: string,
  at: number,
  subject: Subject,
  documents: readonly EventDocument[] = [],
): ChangeEvent {
  count += 1;
  const account = "account" in subject ? subject.account : accountId("111111111111");
  return {
    id: `event-${count}`,
    at,
    source: "iam.amazonaws.com",
    name,
    account,
    region: "us-east-1",
    actor: {
      principal: roleArn(account, "admin"),
      kind: "AssumedRole",
      sessionIssuer: null,
      account,
      sourceIp: null,
      userAgent: null,
      mfa: null,
    },
    subjects: [subject],
    documents,
  };
}

/** `text` null: the role was deleted. */
export function trustEvent(
  account: AccountId,
  name: string,
  text: string | null,
  at: number,
  call = "UpdateAssumeRolePolicy",
): ChangeEvent {
  const subject = { kind: "role", account, name } as const;
  return eventOf(call, at, subject, [{ subject, part: { kind: "trust-policy" }, text }]);
}

export function accountId(text: string): AccountId {
  assert.ok(isAccountId(text));
  return text;
}
