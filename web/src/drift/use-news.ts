/** What was settled since the page was drawn: asked for again and again, each time after the sequence of the answer before. */
import { useEffect, useState } from "preact/hooks";
import { api, asked } from "../api/client.ts";
import type { DriftQuery } from "./drift-view.ts";
import type { DriftRow } from "./words.ts";

export type News = {
  /** Latest first. */
  readonly rows: readonly DriftRow[];
  readonly total: number;
  /** Why nothing is heard at the moment; null: all is well. */
  readonly silence: string | null;
};

const none: News = { rows: [], total: 0, silence: null };

/** Seconds for which the server holds a question that it has no answer to yet. */
const wait = 20;
/** Seconds until a server that failed is asked again; and the longest. */
const [firstPause, longestPause] = [1, 30];
/** Of a storm, those that are kept: the rest is counted. */
const mostRows = 200;

/** `sequence` null: it is not known yet what is new. Another query or sequence begins anew. */
export function useNews(query: DriftQuery, sequence: number | null): News {
  const [news, setNews] = useState<News>(none);
  const key = JSON.stringify(query);
  useEffect(() => {
    setNews(none);
    if (sequence === null) return;
    const control = new AbortController();
    const add = (rows: readonly DriftRow[], total: number) =>
      setNews((before) => ({
        rows: [...rows, ...before.rows].slice(0, mostRows),
        total: before.total + total,
        silence: null,
      }));
    const hush = (silence: string | null) => setNews((before) => ({ ...before, silence }));
    listen(query, sequence, control.signal, add, hush).catch(() => undefined);
    return () => control.abort();
  }, [key, sequence]);
  return news;
}

/** Until it is aborted. INVARIANT: `after` moves to the sequence of an answer that was taken in, and at no other time. */
async function listen(
  query: DriftQuery,
  sequence: number,
  signal: AbortSignal,
  add: (rows: readonly DriftRow[], total: number) => void,
  hush: (silence: string | null) => void,
): Promise<void> {
  let after = sequence;
  let pause = firstPause;
  while (!signal.aborted) {
    // Who does not look need not be told; nothing is lost by asking later.
    await untilSeen(signal);
    const answer = await asked(
      api.GET("/api/drift/news", { params: { query: { ...query, after, wait } }, signal }),
    );
    if (signal.aborted) return;
    if (answer.ok) {
      const { events, total } = answer.value;
      if (total > 0) add(events, total);
      else hush(null);
      after = answer.value.sequence;
      pause = firstPause;
    } else {
      hush(answer.fault.message);
      await sleep(pause * 1000, signal);
      pause = Math.min(longestPause, pause * 2);
    }
  }
}

function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (!document.hidden) return resolve();
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look, { once: true });
  });
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
