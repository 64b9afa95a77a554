/** What the trail tells of one role, and of one outside party, on their pages. */
import { type Answer, api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { ArnLink, Name } from "../parts/names.tsx";
import { Answered } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { Chains } from "./chains.tsx";
import { AssumptionTimeline } from "./timeline.tsx";
import { TrailGate } from "./trail-gate.tsx";
import { dateText } from "./use-trail.ts";

type RoleAnswer = Answer<"/api/trail/role">;

export function RoleTrail({ arn }: { readonly arn: string }) {
  return <TrailGate what="Who assumed it, when and from where,">{() => <OfRole arn={arn} />}</TrailGate>;
}

function OfRole({ arn }: { readonly arn: string }) {
  const state = useAnswer(`trail ${arn}`, (signal) =>
    api.GET("/api/trail/role", { params: { query: { arn } }, signal }),
  );
  return (
    <Answered state={state}>
      {(told) => (
        <>
          <AssumptionTimeline key={arn} timeline={told} total={told.total} by="by" />
          <h3>Its ways in, and their use</h3>
          <Ways ways={told.ways} />
          {told.impossible.length > 0 && <Impossible uses={told.impossible} />}
          <h3>Chains that it stands in</h3>
          <Chains chains={told.chains} here={arn} />
        </>
      )}
    </Answered>
  );
}

const states = { used: "used", unused: "unused", "not-watched": "not watched" } as const;

function Ways({ ways }: { readonly ways: RoleAnswer["ways"] }) {
  return (
    <Table
      caption={ways.length === 1 ? "1 way in" : `${ways.length} ways in`}
      rows={ways.map((way, at) => ({ ...way, at }))}
      keyOf={({ at }) => String(at)}
      empty="Its trust policy lets in nobody."
      columns={[
        {
          heading: "Trusts",
          cell: ({ party }) => (
            <>
              {party.kind.replaceAll("-", " ")} <Name text={party.id} />
            </>
          ),
        },
        {
          heading: "State",
          cell: ({ state, why }) => `${states[state]}${why === null ? "" : `: ${why}`}`,
        },
        { heading: "Calls", number: true, cell: ({ count }) => count.toLocaleString("en") },
        { heading: "Last", cell: ({ last }) => dateText(last) },
        {
          heading: "Wider than its use",
          cell: ({ wider, callers }) => (wider ? `yes: ${callers.length} of those that it trusts came` : ""),
        },
      ]}
    />
  );
}

function Impossible({ uses }: { readonly uses: RoleAnswer["impossible"] }) {
  return (
    <>
      <h3>Happened, and impossible by the snapshot</h3>
      <Table
        caption={uses.length === 1 ? "1 use" : `${uses.length} uses`}
        rows={uses.map((use, at) => ({ ...use, at }))}
        keyOf={({ at }) => String(at)}
        columns={[
          { heading: "Who", cell: ({ by }) => <ArnLink arn={by} /> },
          { heading: "Calls", number: true, cell: ({ count }) => count },
          { heading: "Last", cell: ({ last }) => dateText(last) },
          { heading: "Cause", cell: ({ because }) => because },
        ]}
      />
    </>
  );
}

export function PartyTrail({ kind, id }: { readonly kind: string; readonly id: string }) {
  return (
    <TrailGate what="What it assumed, when and from where,">
      {() => <OfParty kind={kind} id={id} />}
    </TrailGate>
  );
}

function OfParty({ kind, id }: { readonly kind: string; readonly id: string }) {
  const state = useAnswer(`trail ${kind} ${id}`, (signal) =>
    api.GET("/api/trail/party", { params: { query: { kind, id } }, signal }),
  );
  return (
    <Answered state={state}>
      {(told) => (
        <>
          <AssumptionTimeline key={`${kind} ${id}`} timeline={told} total={told.total} by="role" />
          <h3>Chains that begin with it</h3>
          <Chains chains={told.chains} here={null} />
        </>
      )}
    </Answered>
  );
}
