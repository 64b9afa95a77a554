/** What a watch is given on the command line: where events come from, and how subjects are read. */
import { statSync } from "node:fs";
import { type EventSource, openChangeQueue, openTrailFiles, queuePlace } from "../logs/index.ts";
import { err, ok, type Result } from "../model/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { openConnected } from "../work/collect/index.ts";
import { type LiveReads, noReads, openLiveReads } from "../work/watch/live-reads.ts";
import { type CollectArguments, failureOf, settingsOf } from "./collect-settings.ts";
import type { DailyTime } from "./daily-time.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import type { InputOptions } from "./inputs.ts";
import type { Terminal } from "./terminal.ts";

export type WatchArguments = InputOptions &
  Omit<CollectArguments, "format"> & {
    readonly store: string;
    readonly queueUrl?: string;
    readonly trailFiles?: string;
    /** Minutes. */
    readonly poll?: number;
    readonly notify?: string;
    readonly suppressions?: string;
    readonly untilEmpty?: boolean;
    /** Seconds. */
    readonly coalesce: number;
    /** Seconds. */
    readonly patience: number;
    /** Seconds. */
    readonly hold: number;
    /** Hours; 0: none. */
    readonly reconcile?: number;
    readonly reconcileAt?: DailyTime;
    /** Days. */
    readonly keep: number;
    /** False: only what events tell. */
    readonly read?: boolean;
    /** False: chains are not followed. */
    readonly chains?: boolean;
  };

type Reads = Pick<LiveReads, "read" | "close"> & Partial<LiveReads>;

export async function openReads(args: WatchArguments): Promise<Result<Reads, Failure>> {
  if (args.read === false) return ok({ ...noReads, close: () => undefined });
  const settings = await settingsOf(args);
  if (!settings.ok) return settings;
  const reads = await openLiveReads(settings.value);
  return reads.ok ? reads : err(failureOf(reads.error));
}

/** Null: there are no events, and everything is read every so often. */
export async function openSource(
  args: WatchArguments,
  store: StateStore,
  terminal: Terminal,
): Promise<Result<EventSource | null, Failure>> {
  if (args.trailFiles !== undefined) {
    const isThere = statSync(args.trailFiles, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isThere) return ok(trailFiles(args.trailFiles, store, terminal));
    return err(
      inputFailure(
        [`--trail-files: ${args.trailFiles} is no directory`],
        "Name the directory that CloudTrail's files are in, or come to.",
      ),
    );
  }
  return args.queueUrl === undefined ? ok(null) : openQueue(args.queueUrl, args);
}

function trailFiles(directory: string, store: StateStore, terminal: Terminal): EventSource {
  const noteOf = (key: string): string => `trail-file ${key}`;
  return openTrailFiles({
    directory,
    manifest: {
      has: async (key) => (await store.note(noteOf(key))) !== null,
      add: (key) => store.setNote(noteOf(key), "read"),
    },
    lookEveryMilliseconds: 1000,
    onFault: ({ file, why }) => terminal.warn(`${file}: ${why}`),
  });
}

async function openQueue(url: string, args: WatchArguments): Promise<Result<EventSource, Failure>> {
  const place = queuePlace(url);
  if (place === null) {
    return err(
      usageFailure(
        `--queue-url: ${url} is no queue's address`,
        "Such as https://sqs.eu-west-1.amazonaws.com/111111111111/accesslens-changes; accesslens setup drift makes one.",
      ),
    );
  }
  const settings = await settingsOf(args);
  if (!settings.ok) return settings;
  const opened = await openConnected(settings.value);
  if (!opened.ok) return err(failureOf(opened.error));
  const { access, connection } = opened.value;
  const queue = await openChangeQueue({
    place,
    region: access.home.region,
    credentials: access.home.credentials,
    connection,
    holdSeconds: args.hold,
    // Longer than a read may disagree with an event.
    holdAtMostSeconds: 900,
  });
  return ok({
    receive: (limit, wait, signal) => queue.receive(limit, wait, signal),
    done: (messages) => queue.done(messages),
    giveBack: (messages) => queue.giveBack(messages),
    extend: (messages, seconds) => queue.extend(messages, seconds),
    close() {
      queue.close();
      connection.close();
    },
  });
}
