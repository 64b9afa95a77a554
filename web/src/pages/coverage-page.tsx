/** What was not read: every gap may hide access, so that nobody takes silence for safety. */
import { type Answer, api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { Name } from "../parts/names.tsx";
import { Answered } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";

type Gap = Answer<"/api/overview">["coverage"][number];

/** Rows that are drawn: more make no page readable. */
const shown = 500;

export function CoveragePage({ chosen }: PageProps) {
  const overview = useAnswer("overview", (signal) => api.GET("/api/overview", { signal }));
  return (
    <>
      <h1>Coverage</h1>
      <Answered state={overview}>
        {({ coverage, notes, accounts, accountsWithData }) => (
          <>
            <p>
              {accountsWithData} of {accounts} accounts were read.{" "}
              {coverage.length === 0
                ? "Nothing that was asked for is missing."
                : "Each of these gaps may hide access: answers that they could change say so."}
            </p>
            {notes.map((note) => (
              <p key={note}>{note}</p>
            ))}
            <Kinds coverage={coverage} chosen={chosen.what} />
            <Gaps gaps={coverage.filter(({ what }) => chosen.what === undefined || what === chosen.what)} />
          </>
        )}
      </Answered>
    </>
  );
}

function Kinds({
  coverage,
  chosen,
}: {
  readonly coverage: readonly Gap[];
  readonly chosen: string | undefined;
}) {
  const counts = Object.entries(Object.groupBy(coverage, ({ what }) => what));
  if (counts.length < 2) return null;
  return (
    <ul class="row choices" aria-label="By what is missing">
      <li>
        <a href={hashOf("coverage")} aria-current={chosen === undefined ? "true" : undefined}>
          all {coverage.length}
        </a>
      </li>
      {counts.map(([what, gaps]) => (
        <li key={what}>
          <a href={hashOf("coverage", { what })} aria-current={chosen === what ? "true" : undefined}>
            {what.replaceAll("-", " ")} {gaps?.length}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Gaps({ gaps }: { readonly gaps: readonly Gap[] }) {
  const caption = gaps.length > shown ? `The first ${shown} of ${gaps.length}` : `${gaps.length} not read`;
  return (
    <Table
      caption={caption}
      rows={gaps.slice(0, shown)}
      keyOf={(_, at) => String(at)}
      empty="Nothing is missing."
      columns={[
        { heading: "What", cell: ({ what }) => what.replaceAll("-", " ") },
        { heading: "Account", cell: ({ account }) => <AccountLink account={account} /> },
        { heading: "Which", cell: ({ subject }) => (subject === null ? "" : <Name text={subject} />) },
        { heading: "Why", cell: ({ reason }) => reason },
      ]}
    />
  );
}

function AccountLink({ account }: { readonly account: string | null }) {
  if (account === null) return <>organization</>;
  return (
    <a href={hashOf("map", { at: `account:${account}` })}>
      <Name text={account} />
    </a>
  );
}
