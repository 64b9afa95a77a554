/** Whether there is a trail, and how far it is read: asked again until it is. */
import { useEffect, useState } from "preact/hooks";
import { type Answer, api, asked, hasServer } from "../api/client.ts";

export type TrailState = Answer<"/api/trail">;

/** Milliseconds between questions. */
const pause = 1500;

/** Null: it is not known yet; and in a report, which has none. */
export function useTrail(): TrailState | null {
  const [state, setState] = useState<TrailState | null>(null);
  useEffect(() => {
    if (!hasServer()) return;
    const control = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const told = await asked(api.GET("/api/trail", { signal: control.signal }));
      if (control.signal.aborted) return;
      if (told.ok) setState(told.value);
      if (!told.ok || told.value.state === "reading") timer = setTimeout(begin, pause);
    };
    const begin = () => {
      ask().catch(() => undefined);
    };
    begin();
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, []);
  return state;
}

/** The day, in UTC. */
export function dateText(time: string | null): string {
  return time === null ? "never" : time.slice(0, 10);
}
