/** The fewest accesses whose loss leaves no way, and what would be if one were gone. */
import { useState } from "preact/hooks";
import { type Answer, api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import { GuardList, Proven } from "../parts/names.tsx";
import { Answered } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { howOf } from "./hop.ts";
import { type AskedEnds, stepGone } from "./hop-detail.tsx";
import { Party } from "./party.tsx";
import { WhatIfView } from "./what-if.tsx";

type Cut = Extract<Answer<"/api/chokepoints">, { over: "edges" }>;

const shown = 50;

export function Chokepoints({ ends }: { readonly ends: AskedEnds & { readonly to: string } }) {
  const { from, to, only } = ends;
  const query = { from, to, ...(only === undefined ? {} : { only }) };
  const state = useAnswer(JSON.stringify(query), (signal) =>
    api.GET("/api/chokepoints", { params: { query }, signal }),
  );
  return (
    <section aria-label="Chokepoints">
      <h2>Chokepoints</h2>
      <Answered state={state}>
        {(answer) => answer.over === "edges" && <CutView cut={answer} ends={ends} />}
      </Answered>
    </section>
  );
}

function CutView({ cut, ends }: { readonly cut: Cut; readonly ends: AskedEnds }) {
  const [gone, setGone] = useState<Cut["cut"][number] | null>(null);
  if (cut.kind === "uncuttable")
    return <p>Nothing can be cut: some start is a target already, or becomes it by what it is.</p>;
  if (cut.cut.length === 0) return <p>There is no way, and nothing to cut.</p>;
  const accesses = cut.cut.length === 1 ? "1 access" : `${cut.cut.length} accesses`;
  const caption = cut.cut.length > shown ? `The first ${shown} of ${cut.cut.length}` : `${accesses} to cut`;
  return (
    <>
      <p>
        {cut.targets === 1 ? "1 target" : `${cut.targets} targets`} can be come to. Losing {accesses} leaves
        no way
        {cut.disjointWays > 1 ? `; fewer do not suffice, for so many ways have no access in common.` : "."}{" "}
        <a href={hashOf("map", { cutFrom: cut.from, cutTo: cut.to })}>On the map</a>
      </p>
      <Table
        caption={caption}
        rows={cut.cut.slice(0, shown)}
        keyOf={({ from, to, technique }) => `${from} ${to} ${technique}`}
        columns={[
          { heading: "Sure", cell: ({ proven }) => <Proven proven={proven} /> },
          { heading: "From", cell: ({ from }) => <Party text={from} /> },
          { heading: "How", cell: (hop) => howOf(hop) },
          { heading: "To", cell: ({ to }) => <Party text={to} /> },
          { heading: "If", cell: ({ guard }) => guard !== undefined && <GuardList guard={guard} /> },
          {
            heading: "What if",
            cell: (hop) => (
              <button
                type="button"
                aria-pressed={gone === hop}
                aria-label={`Without it: what if the step from ${hop.from} to ${hop.to} were gone`}
                onClick={() => setGone(gone === hop ? null : hop)}
              >
                Without it
              </button>
            ),
          },
        ]}
      />
      {gone !== null && <WhatIfView question={{ ...ends, changes: [stepGone(gone)] }} />}
    </>
  );
}
