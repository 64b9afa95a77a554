/** What a change would bring: who gains and who loses, what is come to or no more, which findings open and close. */
import { useEffect, useState } from "preact/hooks";
import { api, type Posted, type PostedAnswer } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { GuardList, Proven, SeverityMark } from "../parts/names.tsx";
import { Answered, CoverageNote } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { Party } from "./party.tsx";

export type WhatIfQuestion = Posted<"/api/ask/what-if">;
type WhatIf = PostedAnswer<"/api/ask/what-if">;
type Reach = WhatIf["appears"][number];
type Assumption = WhatIf["assumptions"][number];

/** Rows that are drawn: more make no page readable. */
const shown = 100;

/** Asks again when the question has rested for `rests` milliseconds. */
export function WhatIfView({
  question,
  rests = 0,
}: {
  readonly question: WhatIfQuestion;
  readonly rests?: number;
}) {
  const [asked, setAsked] = useState(question);
  const key = JSON.stringify(question);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(question), rests);
    return () => clearTimeout(timer);
  }, [key, rests]);
  const state = useAnswer(JSON.stringify(asked), (signal) =>
    api.POST("/api/ask/what-if", { body: asked, signal }),
  );
  const isOld = JSON.stringify(asked) !== key;
  return (
    <section class="what-if" aria-label="What would change" aria-busy={isOld || state.kind === "waiting"}>
      <Answered
        state={state}
        waiting="Asking what would change; the first time in a large organization takes a while…"
      >
        {(answer) => (
          <>
            {isOld && <p class="quiet">Of the text before; it is asked anew when you pause.</p>}
            <Told answer={answer} />
          </>
        )}
      </Answered>
    </section>
  );
}

function Told({ answer }: { readonly answer: WhatIf }) {
  const { assumptions, appears, disappears, differs, findings, coverage, notes, changes } = answer;
  const losing = assumptions.filter(({ after }) => after === null);
  const gaining = assumptions.filter(({ before }) => before === null);
  const otherwise = assumptions.filter(({ before, after }) => before !== null && after !== null);
  const opens = findings?.opens ?? [];
  const closes = findings?.closes ?? [];
  const counts = [losing, gaining, otherwise, appears, disappears, differs, opens, closes];
  return (
    <>
      <p role="status">
        <strong>{changes.join("; ")}:</strong>{" "}
        {counts.every(({ length }) => length === 0)
          ? "nothing appears, disappears or differs."
          : sumOf(answer, losing.length, gaining.length, otherwise.length)}
      </p>
      <Access title="Who loses direct access" rows={losing} side="before" />
      <Access title="Who gains direct access" rows={gaining} side="after" />
      <Access title="Who has it otherwise" rows={otherwise} side="after" />
      <Reached title="No longer come to" rows={disappears} />
      <Reached title="Newly come to" rows={appears} />
      <Reached title="Come to otherwise" rows={differs} />
      <Findings title="Findings that close" rows={closes} />
      <Findings title="Findings that open" rows={opens} />
      {notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
      <CoverageNote coverage={coverage} />
    </>
  );
}

function sumOf(
  { appears, disappears, differs, findings }: WhatIf,
  losing: number,
  gaining: number,
  otherwise: number,
): string {
  const judged =
    findings === undefined ? "" : ` ${findings.closes.length} findings close, ${findings.opens.length} open.`;
  return `Direct access: ${losing} lose it, ${gaining} gain it, ${otherwise} have it under other conditions; by further hops: ${disappears.length} no longer come to, ${appears.length} newly, ${differs.length} otherwise.${judged}`;
}

function captionOf(title: string, count: number): string {
  return count > shown ? `${title}: the first ${shown} of ${count}` : `${title}: ${count}`;
}

function Access({
  title,
  rows,
  side,
}: {
  readonly title: string;
  readonly rows: readonly Assumption[];
  readonly side: "before" | "after";
}) {
  if (rows.length === 0) return null;
  return (
    <Table
      caption={captionOf(title, rows.length)}
      rows={rows.slice(0, shown)}
      keyOf={({ who, role }) => `${who} ${role}`}
      columns={[
        { heading: "Who", cell: ({ who }) => <Party text={who} /> },
        { heading: "Where", cell: ({ external }) => (external ? "outside" : "inside") },
        { heading: "Role", cell: ({ role }) => <Party text={role} /> },
        { heading: "Sure", cell: (row) => <Proven proven={row[side]?.proven ?? false} /> },
        {
          heading: "If",
          cell: (row) =>
            row[side]?.guards.map((guard) => <GuardList key={JSON.stringify(guard)} guard={guard} />),
        },
      ]}
    />
  );
}

function Reached({ title, rows }: { readonly title: string; readonly rows: readonly Reach[] }) {
  if (rows.length === 0) return null;
  return (
    <Table
      caption={captionOf(title, rows.length)}
      rows={rows.slice(0, shown)}
      keyOf={({ what }) => what}
      columns={[
        { heading: "What", cell: ({ what }) => <Party text={what} /> },
        { heading: "Kind", cell: ({ kind }) => kind },
        { heading: "Before", cell: ({ before }) => <Come come={before} /> },
        { heading: "After", cell: ({ after }) => <Come come={after} /> },
        { heading: "For example by", cell: ({ way }) => way !== undefined && <Chain way={way} /> },
      ]}
    />
  );
}

function Chain({ way }: { readonly way: NonNullable<Reach["way"]> }) {
  return (
    <>
      <Party text={way.from} />
      {way.hops.map(({ to }, at) => (
        <span key={`${at} ${to}`}>
          {" → "}
          <Party text={to} />
        </span>
      ))}
    </>
  );
}

function Come({ come }: { readonly come: Reach["before"] }) {
  if (come === null) return <span class="quiet">not</span>;
  return (
    <>
      {come.hops === 1 ? "1 hop" : `${come.hops} hops`} <Proven proven={come.proven} />
    </>
  );
}

type Told = NonNullable<WhatIf["findings"]>["opens"][number];

function Findings({ title, rows }: { readonly title: string; readonly rows: readonly Told[] }) {
  if (rows.length === 0) return null;
  return (
    <Table
      caption={captionOf(title, rows.length)}
      rows={rows.slice(0, shown)}
      keyOf={({ id }) => id}
      columns={[
        { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
        { heading: "What", cell: ({ title: told }) => told },
        { heading: "Rule", cell: ({ rule }) => rule },
        { heading: "Subject", cell: ({ subject }) => <Party text={subject} /> },
      ]}
    />
  );
}
