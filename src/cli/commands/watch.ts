/** `accesslens watch`: who gains or loses access is told of as it happens. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { refusalOf } from "../../aws/index.ts";
import { type Suppression, suppressionList } from "../../findings/suppressions.ts";
import { err, ok, type Result } from "../../model/index.ts";
import {
  type AlertConfiguration,
  alertConfiguration,
  alertsFileSchema,
  nextDayTime,
} from "../../notify/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import { openChannels } from "../../work/deliver/open-channels.ts";
import { readAlertConfiguration } from "../../work/deliver/read-alert-configuration.ts";
import type { Engine } from "../../work/engine.ts";
import { openReach } from "../../work/reach.ts";
import { Chains } from "../../work/watch/chains.ts";
import type { FindingAcceptance } from "../../work/watch/finding-lives.ts";
import { runWatch } from "../../work/watch/open-watch.ts";
import type { WatchSettings, WatchSummary } from "../../work/watch/watch.ts";
import { chosenSuppressions } from "../accepted.ts";
import { done, type Failure, failed, inputFailure, type Outcome, usageFailure } from "../exit.ts";
import { faultsFailure } from "../inputs.ts";
import { openChosen } from "../open.ts";
import { withState } from "../open-state.ts";
import type { Terminal } from "../terminal.ts";
import { printSummary, tellWatch } from "../views/watch-lines.ts";
import { openReads, openSource, type WatchArguments } from "../watch-inputs.ts";

export async function runWatchCommand(args: WatchArguments, terminal: Terminal): Promise<Outcome> {
  const wrong = contradictionIn(args);
  if (wrong !== null) return failed(wrong);
  const configuration = configurationOf(args);
  if (!configuration.ok) return failed(configuration.error);
  const opened = await openChosen(args);
  if (!opened.ok) return failed(opened.error);
  const accepted = chosenSuppressions(args.suppressions);
  if (!accepted.ok) return failed(accepted.error);
  const given = { engine: opened.value.engine, configuration: configuration.value, accepted: accepted.value };
  return withState(args.store, (store) => watchWith(args, given, store, terminal));
}

type Given = {
  readonly engine: Engine;
  readonly configuration: AlertConfiguration;
  readonly accepted: readonly Suppression[];
};

async function watchWith(
  args: WatchArguments,
  { engine, configuration, accepted }: Given,
  store: StateStore,
  terminal: Terminal,
): Promise<Outcome> {
  const reads = await openReads(args);
  if (!reads.ok) return failed(reads.error);
  const source = await openSource(args, store, terminal);
  if (!source.ok) {
    reads.value.close();
    return failed(source.error);
  }
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once("SIGTERM", end).once("SIGINT", end);
  try {
    const chains = async (known: Engine) => new Chains(known, await openReach(known, terminal.progress));
    await store.recordSnapshot(snapshotFacts(args, engine));
    if (args.chains !== false)
      terminal.note("chains of roles are worked out first; what happens until then waits, and is not lost");
    const summary = await runWatch({
      engine,
      chains: args.chains === false ? null : chains,
      store,
      source: source.value,
      reads: reads.value,
      configuration,
      channels: openChannels(configuration, channelMeans(args, terminal)),
      settings: {
        coalesceMilliseconds: args.coalesce * 1000,
        untilEmpty: args.untilEmpty === true,
        nextFullRead: nextFullRead(args),
        keepMilliseconds: args.keep * 86_400_000,
      },
      acceptance: acceptanceBy(accepted),
      patienceMilliseconds: args.patience * 1000,
      holder: `${hostname()} ${process.pid} ${randomBytes(4).toString("hex")}`,
      tell: (told) => tellWatch(told, terminal),
      signal: stop.signal,
    });
    await tellEnd(summary, store, args, terminal);
    return done;
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return failed(
      inputFailure(
        [`the queue can't be read: ${refusal.code}: ${refusal.message}`],
        "Check --queue-url, the region, and that these credentials may receive and delete its messages: accesslens setup drift",
      ),
    );
  } finally {
    process.off("SIGTERM", end).off("SIGINT", end);
    source.value?.close();
    reads.value.close();
  }
}

function acceptanceBy(accepted: readonly Suppression[]): FindingAcceptance {
  return (now) => {
    const list = suppressionList(accepted, now / 1000);
    return (finding) => {
      const covering = list.covering(finding);
      return covering === null ? null : { reason: covering.reason, until: covering.expires * 1000 };
    };
  };
}

function contradictionIn({ queueUrl, trailFiles, poll, read, reconcileAt }: WatchArguments): Failure | null {
  const sources = [queueUrl, trailFiles, poll].filter((one) => one !== undefined).length;
  if (sources === 0) {
    return usageFailure(
      "nothing tells of changes: --queue-url, --trail-files or --poll is missing",
      "A queue as accesslens setup drift makes it, a directory of CloudTrail's files, or --poll MINUTES without events.",
    );
  }
  if (sources > 1) {
    return usageFailure(
      "--queue-url, --trail-files and --poll exclude each other",
      "Run accesslens watch once for each source, over the same --store.",
    );
  }
  if (reconcileAt !== undefined && (poll !== undefined || read === false)) {
    const other = poll === undefined ? "--no-read" : "--poll";
    return usageFailure(
      `--reconcile-at and ${other} exclude each other`,
      poll === undefined ? "A full read reads AWS." : "--poll reads everything every so often as it is.",
    );
  }
  return poll !== undefined && read === false
    ? usageFailure("--poll reads AWS, and --no-read turns that off", "Leave one of them out.")
    : null;
}

function configurationOf({ notify }: WatchArguments): Result<AlertConfiguration, Failure> {
  if (notify === undefined)
    return ok(alertConfiguration(alertsFileSchema.parse({ channels: [{ type: "stdout" }] })));
  const read = readAlertConfiguration(notify);
  return read.ok ? read : err(faultsFailure(read.error));
}

function nextFullRead(args: WatchArguments): WatchSettings["nextFullRead"] {
  const { poll, reconcileAt, untilEmpty, read } = args;
  if (read === false) return null;
  if (poll !== undefined) return (now) => now + poll * 60_000;
  if (untilEmpty === true) return null;
  const hours = args.reconcile ?? (reconcileAt === undefined ? 24 : 0);
  if (hours === 0 && reconcileAt === undefined) return null;
  return (now) => {
    const soon = hours === 0 ? Number.POSITIVE_INFINITY : now + hours * 3_600_000;
    return reconcileAt === undefined
      ? soon
      : Math.min(soon, nextDayTime(reconcileAt.time, reconcileAt.timeZone, now));
  };
}

function channelMeans({ notify }: WatchArguments, terminal: Terminal) {
  return {
    environment: process.env,
    folder: notify === undefined ? "." : dirname(notify),
    now: Date.now,
    write: async (text: string) => terminal.raw(text),
  };
}

function snapshotFacts({ snapshot = "" }: WatchArguments, { snapshot: known }: Engine) {
  return {
    id: `${known.createdAt}-${known.organization?.id ?? "none"}-${known.roles.count}`,
    createdAt: known.createdAt * 1000,
    file: snapshot,
    organization: known.organization?.id ?? null,
    accounts: known.accounts.length,
    roles: known.roles.count,
    gaps: known.coverage.length,
    recordedAt: Date.now(),
  };
}

async function tellEnd(
  summary: WatchSummary,
  store: StateStore,
  { format }: WatchArguments,
  terminal: Terminal,
): Promise<void> {
  const waiting = await store.deliveries({ status: "waiting" }, 1000);
  const dead = await store.deliveries({ status: "dead" }, 1000);
  printSummary(summary, { waiting: waiting.length, dead: dead.length }, format, terminal);
}
