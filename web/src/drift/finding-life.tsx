/** How a finding lived: when it appeared, was accepted, went and came back, and by which changes. */
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useSession } from "../findings/use-session.ts";
import { Answered } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { timeOf } from "../parts/times.ts";
import "./drift.css";
import { DriftRows } from "./drift-rows.tsx";
import { NoHistory } from "./no-history.tsx";

/** `id`: whole. */
export function FindingLife({ id }: { readonly id: string }) {
  const session = useSession();
  if (session === null) return null;
  return session.history ? (
    <Life id={id} />
  ) : (
    <NoHistory what="When it appeared, who accepted it and when it went" />
  );
}

function Life({ id }: { readonly id: string }) {
  const state = useAnswer(`life ${id}`, (signal) =>
    api.GET("/api/findings/{id}/life", { params: { path: { id } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ life, opened, closed }) => (
        <>
          {life === null ? (
            <p class="quiet">The store has not seen this finding.</p>
          ) : (
            <>
              <p>
                First seen {timeOf(life.firstSeen)}, last {timeOf(life.lastSeen)} UTC; {life.state}
                {life.acceptedUntil !== null && ` until ${timeOf(life.acceptedUntil)} UTC`}.
              </p>
              <Table
                caption="What became of it"
                rows={life.history}
                keyOf={(_, at) => String(at)}
                columns={[
                  { heading: "When (UTC)", cell: ({ at }) => timeOf(at) },
                  { heading: "State", cell: (one) => one.state },
                  { heading: "Why", cell: ({ why }) => <bdi>{why}</bdi> },
                ]}
              />
            </>
          )}
          {opened.length > 0 && <DriftRows caption="Changes that opened it" rows={opened} />}
          {closed.length > 0 && <DriftRows caption="Changes that closed it" rows={closed} />}
        </>
      )}
    </Answered>
  );
}
