/** What changed: over time, narrowed down, one by one; and as it happens. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { go, hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import "../findings/findings.css";
import { useSession } from "../findings/use-session.ts";
import { Answered } from "../parts/notes.tsx";
import { Paging } from "../parts/paging.tsx";
import "./drift.css";
import { DriftFacets } from "./drift-facets.tsx";
import { DriftRows } from "./drift-rows.tsx";
import { DriftTools } from "./drift-tools.tsx";
import { chosenOf, type DriftView, filterQuery, rowsOnPage, viewOf } from "./drift-view.ts";
import { NoHistory } from "./no-history.tsx";
import { rangeOf, type Timeline } from "./timeline-layout.ts";
import { TimelinePicture } from "./timeline-picture.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import { type News, useNews } from "./use-news.ts";
import { counted, type DriftRow } from "./words.ts";

const address = (view: DriftView): string => hashOf("drift", chosenOf(view));

export function DriftPage({ chosen }: PageProps) {
  const session = useSession();
  return (
    <>
      <h1>Drift</h1>
      {session === null && <p role="status">Asking…</p>}
      {session?.history === false && (
        <NoHistory what="What changed, who gained or lost by it and who did it" />
      )}
      {session?.history === true && <Drift view={viewOf(chosen)} />}
    </>
  );
}

function Drift({ view }: { readonly view: DriftView }) {
  const query = filterQuery(view);
  const filter = JSON.stringify(query);
  // Counts up when what is new is to be shown: everything is asked anew.
  const [version, setVersion] = useState(0);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const offset = (view.page - 1) * rowsOnPage;
  const facets = useAnswer(`facets ${filter} ${version}`, (signal) =>
    api.GET("/api/drift/facets", { params: { query }, signal }),
  );
  const timeline = useAnswer(`timeline ${filter} ${version}`, (signal) =>
    api.GET("/api/drift/timeline", { params: { query }, signal }),
  );
  const rows = useAnswer(`rows ${filter} ${offset} ${version}`, (signal) =>
    api.GET("/api/drift", { params: { query: { ...query, offset, limit: rowsOnPage } }, signal }),
  );
  const news = useNews(query, rows.kind === "answered" && !rows.isOld ? rows.value.sequence : null);
  const change = (changes: Partial<DriftView>) => go(address({ ...view, page: 1, ...changes }));
  const show = () => {
    setFresh(new Set(news.rows.map(({ id }) => id)));
    setVersion((before) => before + 1);
    if (view.page !== 1) change({});
  };
  useEffect(() => {
    if (view.isLive && news.total > 0) show();
  }, [view.isLive, news.total]);
  const accountHref = (account: string | null): string =>
    address({ ...view, page: 1, accounts: [account ?? "organization"] });
  return (
    <div class="triage">
      <Answered state={facets}>
        {(counts) => <DriftFacets facets={counts} view={view} onChange={change} />}
      </Answered>
      <div class="found">
        <DriftTools
          view={view}
          total={facets.kind === "answered" ? facets.value.total : null}
          onChange={change}
          onType={(changes) => go(address({ ...view, page: 1, ...changes }), { replace: true })}
        />
        <NewsNote news={news} shown={fresh.size} isLive={view.isLive} onShow={show} />
        <Answered state={timeline}>
          {(told) => (
            <>
              {view.isTable ? (
                <TimelineTable
                  timeline={told}
                  hrefOf={(at) => address({ ...view, page: 1, ...rangeOf(at, told.unit) })}
                  accountHref={accountHref}
                />
              ) : (
                <TimelinePicture
                  timeline={told}
                  onZoom={(at, unit) => change(rangeOf(at, unit))}
                  onLeave={() => change({ from: "", to: "" })}
                  accountHref={accountHref}
                />
              )}
              <LeftOut timeline={told} />
            </>
          )}
        </Answered>
        <Answered state={rows}>
          {({ events, total, older }) => (
            <>
              <DriftRows
                caption={captionOf(offset, events.length, total)}
                rows={events}
                isNew={({ id }) => fresh.has(id)}
                empty="Nothing is left under these filters."
              />
              <Paging
                of="changes"
                page={view.page}
                pages={Math.ceil(total / rowsOnPage)}
                addressOf={(page) => address({ ...view, page })}
              />
              {older && (
                <p class="quiet">The store holds older changes, too; the latest 50,000 are told here.</p>
              )}
            </>
          )}
        </Answered>
      </div>
    </div>
  );
}

function captionOf(offset: number, shown: number, total: number): string {
  if (shown === total) return counted(total, "change");
  return `${(offset + 1).toLocaleString("en")} to ${(offset + shown).toLocaleString("en")} of ${counted(total, "change")}`;
}

function LeftOut({ timeline: { moreAccounts, outside } }: { readonly timeline: Timeline }) {
  if (moreAccounts === 0 && outside === 0) return null;
  const parts = [
    ...(moreAccounts > 0 ? [`${counted(moreAccounts, "more account")} with fewer changes`] : []),
    ...(outside > 0 ? [`${counted(outside, "change")} too far away in time`] : []),
  ];
  return <p class="quiet">Not drawn: {parts.join("; ")}.</p>;
}

const worstFirst = ["critical", "high", "medium", "low", "info"] as const;

/** Nothing moves under the reader: what is new is announced, and shown when it is asked for. */
function NewsNote({
  news: { rows, total, silence },
  shown,
  isLive,
  onShow,
}: {
  readonly news: News;
  /** New ones that were shown last. */
  readonly shown: number;
  readonly isLive: boolean;
  readonly onShow: () => void;
}) {
  const note = useRef<HTMLDivElement>(null);
  const worst = worstFirst.find((severity) => rows.some((row: DriftRow) => row.severity === severity));
  const told =
    total > 0
      ? `${counted(total, "new change")}, the worst ${worst ?? "info"}`
      : isLive && shown > 0
        ? `${counted(shown, "new change")} shown at the top`
        : "";
  return (
    <div ref={note} class={total > 0 ? "news note row" : "news row"} tabIndex={-1}>
      <span role="status">{told}</span>
      {total > 0 && !isLive && (
        <button
          type="button"
          onClick={() => {
            // The button goes, and would take the focus with it.
            note.current?.focus();
            onShow();
          }}
        >
          Show {total === 1 ? "it" : "them"}
        </button>
      )}
      {silence !== null && (
        <span class="quiet">New changes are not told at the moment: {silence} It is tried again.</span>
      )}
    </div>
  );
}
