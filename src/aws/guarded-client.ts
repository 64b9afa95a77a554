/**
 * What every client of the SDK gets before it is used: no call passes that was not declared as a read, each attempt waits
 * for its turn, and each is counted.
 */
import type {
  FinalizeRequestMiddleware,
  HandlerExecutionContext,
  InitializeMiddleware,
  MiddlewareStack,
} from "@smithy/types";
import type { AttemptEnd, CallGate } from "./call-gate.ts";
import { refusalOf } from "./refusal.ts";

/** As much of an SDK client as is needed here; all of them have it. */
export interface SdkClient<Input extends object, Output extends object> {
  readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, "add" | "addRelativeTo">;
}

export type CallCounts = {
  /** Calls as the collectors made them. */
  calls: number;
  /** What went over the wire: calls and their repetitions. */
  attempts: number;
  throttled: number;
  failed: number;
};

export const noCalls = (): CallCounts => ({ calls: 0, attempts: 0, throttled: 0, failed: 0 });

export type Guard = {
  readonly service: string;
  readonly account: string;
  readonly region: string;
  /** Names of the calls that may be made: `ListQueues`. */
  readonly allowed: ReadonlySet<string>;
  readonly gate: CallGate;
  readonly counts: CallCounts;
};

/** A collector made a call that it does not declare: a bug, and never sent. */
export class UndeclaredCall extends Error {
  constructor(service: string, call: string) {
    super(`${service}:${call} is not among the calls that the collector declares`);
  }
}

export function guarded<Input extends object, Output extends object, Client>(
  client: Client & SdkClient<Input, Output>,
  guard: Guard,
): Client {
  client.middlewareStack.add(onlyDeclared(guard), {
    step: "initialize",
    name: "accesslensOnlyDeclared",
    priority: "high",
  });
  client.middlewareStack.addRelativeTo(inTurn(guard), {
    name: "accesslensInTurn",
    relation: "after",
    toMiddleware: "retryMiddleware",
  });
  return client;
}

const failedCalls = new WeakMap<Error, string>();

/** The call that an error of the SDK comes from, as the SDK names it: its errors do not say. */
export function failedCall(cause: unknown): string | null {
  return cause instanceof Error ? (failedCalls.get(cause) ?? null) : null;
}

/** `ListQueuesCommand` is the SDK's name of the call ListQueues. */
function callOf({ commandName }: HandlerExecutionContext): string {
  return String(commandName).replace(/Command$/, "");
}

function onlyDeclared<Input extends object, Output extends object>({
  service,
  allowed,
  counts,
}: Guard): InitializeMiddleware<Input, Output> {
  return (next, context) => async (args) => {
    const call = callOf(context);
    if (!allowed.has(call)) throw new UndeclaredCall(service, call);
    counts.calls += 1;
    try {
      return await next(args);
    } catch (cause) {
      if (cause instanceof Error) failedCalls.set(cause, call);
      throw cause;
    }
  };
}

/** Stands behind the SDK's retry, so that repetitions wait for their turn as well. */
function inTurn<Input extends object, Output extends object>(
  guard: Guard,
): FinalizeRequestMiddleware<Input, Output> {
  const { service, account, region, gate, counts } = guard;
  return (next, context) => async (args) => {
    const leave = await gate.enter({ service, call: callOf(context), account, region });
    counts.attempts += 1;
    let end: AttemptEnd = "done";
    try {
      return await next(args);
    } catch (cause) {
      const refusal = refusalOf(cause);
      if (refusal?.kind === "throttled") {
        end = "throttled";
        counts.throttled += 1;
      } else if (refusal?.kind === "failed" || refusal?.kind === "unreachable") counts.failed += 1;
      throw cause;
    } finally {
      leave(end);
    }
  };
}
