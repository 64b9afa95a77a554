/** An answer as a component waits for it; what was asked before and is not wanted any more is given up. */
import { useEffect, useState } from "preact/hooks";
import { type Asked, asked, type Fault } from "./client.ts";

export type Waiting<A> =
  | { readonly kind: "waiting" }
  /** `isOld`: of what was asked before; the answer to what is asked now is not there yet. */
  | { readonly kind: "answered"; readonly value: A; readonly isOld: boolean }
  | { readonly kind: "failed"; readonly fault: Fault };

type Ask<A> = (signal: AbortSignal) => Promise<{ readonly data?: A | undefined; readonly error?: unknown }>;

/** `key`: says when something else is asked. While a new answer is waited for, the old one stays, and is marked so. */
export function useAnswer<A>(key: string, ask: Ask<A>): Waiting<A> {
  const [held, setHeld] = useState<{ readonly key: string; readonly state: Waiting<A> }>({
    key,
    state: { kind: "waiting" },
  });
  useEffect(() => {
    const control = new AbortController();
    asked(ask(control.signal)).then(
      (answer: Asked<A>) => {
        if (control.signal.aborted) return;
        const state: Waiting<A> = answer.ok
          ? { kind: "answered", value: answer.value, isOld: false }
          : { kind: "failed", fault: answer.fault };
        setHeld({ key, state });
      },
      () => undefined,
    );
    return () => control.abort();
  }, [key]);
  if (held.key === key) return held.state;
  return held.state.kind === "answered" ? { ...held.state, isOld: true } : { kind: "waiting" };
}
