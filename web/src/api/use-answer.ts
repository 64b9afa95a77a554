/** An answer as a component waits for it; what was asked before and is not wanted any more is given up. */
import { useEffect, useState } from "preact/hooks";
import { type Asked, asked, type Fault } from "./client.ts";

export type Waiting<A> =
  | { readonly kind: "waiting" }
  | { readonly kind: "answered"; readonly value: A }
  | { readonly kind: "failed"; readonly fault: Fault };

type Ask<A> = (signal: AbortSignal) => Promise<{ readonly data?: A | undefined; readonly error?: unknown }>;

/** `key`: says when something else is asked. While a new answer is waited for, the old one stays. */
export function useAnswer<A>(key: string, ask: Ask<A>): Waiting<A> {
  const [state, setState] = useState<Waiting<A>>({ kind: "waiting" });
  useEffect(() => {
    const control = new AbortController();
    asked(ask(control.signal)).then(
      (answer: Asked<A>) => {
        if (control.signal.aborted) return;
        setState(
          answer.ok ? { kind: "answered", value: answer.value } : { kind: "failed", fault: answer.fault },
        );
      },
      () => undefined,
    );
    return () => control.abort();
  }, [key]);
  return state;
}
