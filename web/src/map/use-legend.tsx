/** Beside the picture where arrows tell their use: what they say, and what they can't. */
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { ArnLink } from "../parts/names.tsx";
import { Answered } from "../parts/notes.tsx";
import type { TrailState } from "../trail/use-trail.ts";
import { dateText } from "../trail/use-trail.ts";
import { heats, heatWords, type UseView } from "./use.ts";

export function UseLegend({ view, trail }: { readonly view: UseView; readonly trail: TrailState | null }) {
  const read = trail?.read ?? null;
  return (
    <>
      <h2>{view === "observed" ? "What was used" : "What could be used, and was not"}</h2>
      {view === "observed" ? (
        <>
          <p>
            An arrow goes from whoever came in to where; its number says how many calls there were, its colour
            and dashes when the last one was.
          </p>
          <ul class="legend">
            {heats.map((heat) => (
              <li key={heat}>
                <svg width="44" height="12" aria-hidden="true">
                  <line x1="2" y1="6" x2="42" y2="6" class={`heat ${heat}`} />
                </svg>
                {heatWords[heat]}
              </li>
            ))}
            <li>
              <span aria-hidden="true">⚠</span> the snapshot's policies would refuse some of it
            </li>
          </ul>
        </>
      ) : (
        <p>
          An arrow is trust by which nobody came as far as the trail goes. Its number says how many trusts
          there are; the table says where the trail tells too little to call them unused.
        </p>
      )}
      {view === "observed" && read !== null && read.impossible > 0 && <Impossible />}
      {read !== null && (
        <p class="quiet">
          The trail: {read.events.toLocaleString("en")} calls for sessions, {dateText(read.first)} to{" "}
          {dateText(read.last)}. In its last {read.days} days {read.used} ways into roles were used,{" "}
          {read.unused} were not, and of {read.notWatched} it tells too little. Impossible by the snapshot,
          and happened: {read.impossible}.
          {read.skipped > 0 && ` ${read.skipped} files could not be read whole.`}
        </p>
      )}
    </>
  );
}

const mostUses = 20;

function Impossible() {
  const state = useAnswer("impossible", (signal) => api.GET("/api/trail/impossible", { signal }));
  return (
    <Answered state={state}>
      {({ impossible }) => (
        <>
          <h3>Happened, and impossible by the snapshot</h3>
          <ul class="plain">
            {impossible.slice(0, mostUses).map(({ role, by, cause, because, count }) => (
              <li key={`${role} ${by} ${cause}`}>
                <ArnLink arn={by} /> <span class="quiet">assumed</span> <ArnLink arn={role} />{" "}
                <span class="quiet">
                  ({count}×: {because})
                </span>
              </li>
            ))}
          </ul>
          {impossible.length > mostUses && (
            <p>
              … and {impossible.length - mostUses} more: <code>accesslens trail compare</code>
            </p>
          )}
        </>
      )}
    </Answered>
  );
}
