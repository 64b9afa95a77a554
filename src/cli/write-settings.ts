/** What commands that write have in common: the journal, the ways into accounts, and how long to wait. */

import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { err, ok, type Result } from "../model/index.ts";
import { shellWord } from "../report/shell.ts";
import { changesStore } from "../store/last-snapshot.ts";
import type { StateStore } from "../store/state/index.ts";
import { openConnected } from "../work/collect/index.ts";
import { newChangeId } from "../work/provision/change-id.ts";
import {
  type Access,
  type GrantApplication,
  usualTiming,
  type WriteTiming,
} from "../work/provision/index.ts";
import { failureOf, settingsOf } from "./collect-settings.ts";
import type { Failure, Outcome, OutputFormat } from "./exit.ts";
import { failed } from "./exit.ts";

export type WriteArguments = {
  readonly apply?: boolean;
  readonly store?: string;
  readonly roleName?: string;
  readonly externalIdFile?: string;
  readonly sessionTag?: readonly string[];
  readonly profile?: readonly string[];
  readonly region?: string;
  readonly fips?: boolean;
  readonly settle?: number;
  readonly format: OutputFormat;
};

export type UndoArguments = WriteArguments & { readonly externalIds?: "masked" | "shown" };

/** The named store, or a file in the user's state folder: who writes twice from one machine takes turns. */
export function storeFor({ store }: Pick<WriteArguments, "store">): string {
  return store ?? changesStore();
}

/** A team's store keeps its writers apart; a file only those of one machine. */
function timingFor({ settle }: WriteArguments, store: Pick<StateStore, "kind">): WriteTiming {
  if (settle === 0) return { ...usualTiming, writers: 0 };
  if (settle !== undefined) {
    return { ...usualTiming, windowMilliseconds: (settle * 1000) / usualTiming.writers };
  }
  return store.kind === "postgres" ? { ...usualTiming, writers: 2 } : usualTiming;
}

/** Opens the ways into accounts for as long as `body` runs. */
export async function withWriteAccess(
  args: WriteArguments,
  body: (access: Access) => Promise<Outcome>,
): Promise<Outcome> {
  const opened = await openAccess(args);
  if (!opened.ok) return failed(opened.error);
  try {
    return await body(opened.value);
  } finally {
    opened.value.connection.close();
  }
}

async function openAccess(args: WriteArguments): Promise<Result<Access, Failure>> {
  const settings = await settingsOf({ ...args, accountsAtOnce: 1, rate: 80 });
  if (!settings.ok) return settings;
  const opened = await openConnected(settings.value);
  if (!opened.ok) return err(failureOf(opened.error));
  const { access, connection } = opened.value;
  return ok({ ...access, connection });
}

/** Of changes that are journaled in the store. */
export function writeOptions(store: StateStore) {
  return {
    ...{ store, pause },
    holder: `${hostname()} ${process.pid} ${randomBytes(6).toString("hex")}`,
    newId: newChangeId,
  };
}

export function applicationOf(args: WriteArguments, store: StateStore, access: Access): GrantApplication {
  return {
    ...writeOptions(store),
    timing: timingFor(args, store),
    now: Date.now,
    random: Math.random,
    by: access.home.caller.arn,
  };
}

/** Options without which the account is not entered, or the journal not found, as they were given: for the command that goes back. */
export function wayIn(args: WriteArguments): readonly string[] {
  const { roleName, externalIdFile, sessionTag = [], profile = [], region, fips, store } = args;
  return [
    ...(roleName === undefined ? [] : [`--role-name ${shellWord(roleName)}`]),
    ...(externalIdFile === undefined ? [] : [`--external-id-file ${shellWord(externalIdFile)}`]),
    ...sessionTag.map((tag) => `--session-tag ${shellWord(tag)}`),
    ...profile.map((name) => `--profile ${shellWord(name)}`),
    ...(region === undefined ? [] : [`--region ${region}`]),
    ...(fips === true ? ["--fips"] : []),
    // A PostgreSQL address may hold a password.
    ...(store?.startsWith("sqlite:") ? [`--store ${shellWord(store)}`] : []),
  ];
}
