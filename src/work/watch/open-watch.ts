/** Puts a watch together: what is known, where events come from, how subjects are read, and where alerts go. */
import { setTimeout as pause } from "node:timers/promises";
import { driftOfSubjects } from "../../drift/index.ts";
import type { EventSource } from "../../logs/index.ts";
import { type AlertConfiguration, type OpenChannel, planAlerts } from "../../notify/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { alertingState } from "../deliver/alerting-state.ts";
import { type DeliveryLoop, startDeliveryLoop } from "../deliver/delivery-loop.ts";
import type { Engine } from "../engine.ts";
import { openReach } from "../reach.ts";
import type { Chains, ChangedChains } from "./chains.ts";
import { type FindingAcceptance, FindingLives } from "./finding-lives.ts";
import { type AwsPolicies, whatDiffers } from "./full-read.ts";
import { KnownOrganization } from "./known-organization.ts";
import type { LiveReads } from "./live-reads.ts";
import type { SubjectReading } from "./settle-parts.ts";
import { type WatchSettings, type WatchSummary, type WatchTold, watchOrganization } from "./watch.ts";

export type WatchJob = {
  readonly engine: Engine;
  /** Looks at the chains of an organization; null: they are not followed. */
  readonly chains: ((engine: Engine) => Promise<Chains>) | null;
  readonly store: StateStore;
  readonly source: EventSource | null;
  readonly reads: Pick<LiveReads, "read"> & Partial<LiveReads>;
  readonly configuration: AlertConfiguration;
  readonly channels: ReadonlyMap<string, OpenChannel>;
  readonly settings: WatchSettings;
  readonly acceptance: FindingAcceptance;
  readonly patienceMilliseconds: number;
  /** Another text for each process and run. */
  readonly holder: string;
  readonly tell: (told: WatchTold) => void;
  readonly signal: AbortSignal;
};

export async function runWatch(job: WatchJob): Promise<WatchSummary> {
  const { engine, store, reads, configuration, holder, tell, signal } = job;
  let chains: Chains | null = null;
  const known = new KnownOrganization(engine, (now, subjects) => chains?.follow([], now, subjects));
  const stopDelivery = new AbortController();
  const delivery = startDelivery(job, stopDelivery.signal);
  const { readEverything } = reads;
  let awsPolicies: AwsPolicies = new Map();
  const lives = new FindingLives(store, job.acceptance);
  try {
    await known.catchUp(store);
    // Only now: what was settled since the snapshot, be it what it may, is in them.
    chains = job.chains === null ? null : await job.chains(known.engine);
    const findings = chains?.findings() ?? null;
    if (findings !== null) await lives.begin(findings, Date.now());
    tell({ kind: "ready", accounts: known.engine.snapshot.accounts.length, chains: chains !== null });
    return await watchOrganization(
      {
        store,
        known,
        holder,
        patienceMilliseconds: job.patienceMilliseconds,
        joiningMilliseconds: job.settings.untilEmpty
          ? job.patienceMilliseconds
          : Math.max(job.patienceMilliseconds, joiningMilliseconds),
        joined: () => known.joined.filter((account) => reads.wants?.(account) === true),
        source: job.source,
        now: Date.now,
        read: async (subject) =>
          subject.kind === "aws-managed-policy"
            ? awsPolicyRead(awsPolicies.get(subject.arn))
            : reads.read(subject),
        compare(before, after, subject) {
          return driftOfSubjects(before, after, [subject]);
        },
        async plan(events, now) {
          return planAlerts(events, configuration, await alertingState(store, configuration, now));
        },
        follow: (events, after, subjects) => chains?.follow(events, after, subjects) ?? events,
        unfollow: () => chains?.lose(),
        findAll:
          readEverything === undefined
            ? null
            : async () => {
                const read = await readEverything();
                if (!read.ok) {
                  tell({ kind: "trouble", what: `the full read failed: ${read.error.kind}` });
                  return { subjects: [], others: [] };
                }
                const found = whatDiffers(known.engine, read.value);
                awsPolicies = found.awsPolicies;
                return found;
              },
        chainsAgain: () => renewed(chains, known, lives),
        settled: (events, now) => lives.follow(events, now),
        wakeDelivery: () => delivery.wake(),
        delivered: () => allDelivered(delivery, store),
        tell,
      },
      job.settings,
      signal,
    );
  } finally {
    stopDelivery.abort();
    await delivery.ended;
  }
}

/** An account is often there an hour before the role is that it is read by. */
const joiningMilliseconds = 3_600_000;

function awsPolicyRead(row: Readonly<Record<string, unknown>> | undefined): SubjectReading {
  return row === undefined
    ? { kind: "refused", forGood: true, why: "the full read that found it has ended" }
    : { kind: "read", parts: { "authorization-details": [{ Policies: [row] }] } };
}

/** Chains that a change took out of sight are followed again, from what is known now. */
async function renewed(
  chains: Chains | null,
  known: KnownOrganization,
  lives: FindingLives,
): Promise<ChangedChains | null> {
  // While they are built others may settle something; where it never rests they are built another time.
  for (let attempt = 0; attempt < 3 && chains !== null && !chains.isFollowed; attempt += 1) {
    const { engine } = known;
    const graph = await openReach(engine, () => undefined);
    if (known.engine !== engine) continue;
    const changed = chains.renew(engine, graph);
    await lives.begin(chains.findings() ?? [], Date.now());
    return changed;
  }
  return null;
}

/** Longer than a process that died holds what it was sending. */
const mostWaits = 120;

/** What another process is sending, or has died with, is waited for as well: it may be the only one that ever told of it. */
async function allDelivered(delivery: DeliveryLoop, store: StateStore): Promise<void> {
  for (let waits = 0; waits < mostWaits; waits += 1) {
    await delivery.idle();
    const sending = await store.deliveries({ status: "sending" }, 1);
    if (sending.length === 0) return;
    await pause(500);
  }
}

function startDelivery(
  { store, configuration, channels, holder, tell }: WatchJob,
  signal: AbortSignal,
): DeliveryLoop {
  return startDeliveryLoop({
    outbox: store,
    configuration,
    channels,
    holder,
    now: Date.now,
    random: Math.random,
    signal,
    onTrouble: (what) => tell({ kind: "trouble", what }),
  });
}
