/**
 * Clients that write: declared calls only, as those that read, and besides none is repeated by itself, and none is sent after the
 * moment that its writer has set. What was read just before would be too old by then.
 */
import type { FinalizeRequestMiddleware } from "@smithy/types";
import type { ClientConfiguration, Connection } from "../connection.ts";
import { type CallCounts, guarded, noCalls, type SdkClient } from "../guarded-client.ts";
import { refusalOf } from "../refusal.ts";
import { BudgetedRetries, RetryBudget } from "../retry-budget.ts";
import type { StandingPolicy, StandingText, Written } from "./standing-policy.ts";

/** Where something is written, and as whom. */
export type WriteAccess = {
  readonly connection: Connection;
  readonly credentials: ClientConfiguration["credentials"];
  readonly account: string;
  readonly region: string;
  readonly now: () => number;
};

export type DeclaredWrites = {
  /** As the SDK names it: `s3`. */
  readonly service: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
};

/** The call was held back until it was too late for it. */
class TooLate extends Error {
  constructor() {
    super("the call was not sent in time");
    this.name = "TooLate";
  }
}

/** Of several calls some were made before one failed: the policy is neither what it was nor what is meant. */
class PartlyWritten extends Error {
  constructor(cause: unknown) {
    super("some of the calls were made", { cause });
    this.name = "PartlyWritten";
  }
}

/** One call after the other, as one write. */
export async function inSteps(calls: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const [index, call] of calls.entries()) {
    try {
      await call();
    } catch (cause) {
      throw index === 0 ? cause : new PartlyWritten(cause);
    }
  }
}

export type WriteTurn = {
  /** Milliseconds since 1970. */
  deadline: number;
};

/** Both over the same connection: one repeats what failed, as reads may be; the other does not. */
export function clientsFor<
  Input extends object,
  Output extends object,
  Client extends SdkClient<Input, Output>,
>(
  make: (configuration: ClientConfiguration) => Client & SdkClient<Input, Output>,
  { connection, credentials, account, region, now }: WriteAccess,
  { service, reads, writes }: DeclaredWrites,
  counts: CallCounts = noCalls(),
): { readonly reader: Client; readonly writer: Client; readonly turn: WriteTurn } {
  const place = { service, account, region, gate: connection.gate, counts };
  const configuration = connection.configuration(region, credentials);
  const turn: WriteTurn = { deadline: 0 };
  const reader = guarded<Input, Output, Client>(make(configuration), { ...place, allowed: new Set(reads) });
  const unrepeated = make({ ...configuration, retryStrategy: new BudgetedRetries(1, new RetryBudget(0)) });
  const writer = guarded<Input, Output, Client>(unrepeated, { ...place, allowed: new Set(writes) });
  unrepeated.middlewareStack.addRelativeTo(inTime<Input, Output>(turn, now), {
    name: "accesslensInTime",
    relation: "after",
    toMiddleware: "accesslensInTurn",
  });
  return { reader, writer, turn };
}

/** Stands behind the gate, where calls may have waited for their turn. */
function inTime<Input extends object, Output extends object>(
  turn: WriteTurn,
  now: () => number,
): FinalizeRequestMiddleware<Input, Output> {
  return (next) => async (args) => {
    if (now() >= turn.deadline) throw new TooLate();
    return next(args);
  };
}

export type PolicyCalls = {
  /** The policy's text, or null, with the service's name of that state where it has one. */
  readonly read: () => Promise<string | null | StandingText>;
  readonly put: (text: string, over: StandingText, options: SendOptions) => Promise<unknown>;
  readonly remove: (over: StandingText, options: SendOptions) => Promise<unknown>;
  /** Default: false. */
  readonly isConditional?: boolean;
  readonly conflicts?: readonly string[];
};

type SendOptions = { readonly abortSignal: AbortSignal };

/** A policy that is read and written by these calls. */
export function standingPolicy(
  target: string,
  { account, now }: WriteAccess,
  turn: WriteTurn,
  { read, put, remove, isConditional = false, conflicts = [] }: PolicyCalls,
): StandingPolicy {
  return {
    ...{ target, account, isConditional },
    async read() {
      const found = await read();
      return found === null || typeof found === "string" ? { text: found, revision: null } : found;
    },
    write: (text, over, deadline) =>
      outcomeOf(
        (abortSignal) => (text === null ? remove(over, { abortSignal }) : put(text, over, { abortSignal })),
        turn,
        { deadline, now },
        conflicts,
      ),
  };
}

/** `conflicts`: the service's codes for a state that is not the one that was read. */
export async function outcomeOf(
  write: (signal: AbortSignal) => Promise<unknown>,
  turn: WriteTurn,
  { deadline, now }: { readonly deadline: number; readonly now: () => number },
  conflicts: readonly string[] = [],
): Promise<Written> {
  turn.deadline = deadline;
  try {
    await write(AbortSignal.timeout(Math.max(1, deadline - now())));
    return { kind: "written" };
  } catch (cause) {
    if (cause instanceof PartlyWritten) return restOf(cause.cause, conflicts);
    if (cause instanceof TooLate) return { kind: "too-late" };
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    if (conflicts.includes(refusal.code)) return { kind: "changed-since" };
    // A throttled call was not made; to the writer it is one that came too late.
    if (refusal.kind === "throttled") return { kind: "too-late" };
    return { kind: isAnswered(cause) ? "refused" : "unknown", refusal };
  }
}

/** Once more for what may succeed then: what is written already stands, and counts. */
function restOf(cause: unknown, conflicts: readonly string[]): Written {
  const late = { kind: "failed", code: "TooLate", message: "not all calls were sent in time" } as const;
  const refusal = cause instanceof TooLate ? late : refusalOf(cause);
  if (refusal === null) throw cause;
  const isFinal = isAnswered(cause) && refusal.kind !== "throttled" && !conflicts.includes(refusal.code);
  return { kind: isFinal ? "partly" : "unknown", refusal };
}

/** AWS looked at it and said no: nothing was written. */
function isAnswered(cause: unknown): boolean {
  if (!(cause instanceof Error && "$metadata" in cause)) return false;
  const { $metadata: metadata } = cause;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return false;
  return typeof metadata.httpStatusCode === "number" && metadata.httpStatusCode < 500;
}
