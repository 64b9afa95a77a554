/** An outside party, such as a vendor: all that lets it in, what it could reach, and the external IDs that are asked of it. */
import { type Answer, api, hasServer } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { ArnLink, GuardList, Name, Proven } from "../parts/names.tsx";
import { Answered, CoverageNote } from "../parts/notes.tsx";
import { Table } from "../parts/table.tsx";
import { PartyTrail } from "../trail/subject-trail.tsx";

type Party = Answer<"/api/party">;
type PartyKind = "account" | "organization" | "organizational-unit" | "any-account" | "federated" | "service";

/** Rows of each table. */
const shown = 200;

const standings: Readonly<Record<NonNullable<Party["standing"]>, string>> = {
  ours: "An account of your own, as accesslens.yaml says.",
  "approved-vendor": "An approved vendor, as accesslens.yaml says.",
  "known-vendor":
    "A vendor that publishes this account, and that nobody here has approved in accesslens.yaml.",
  "aws-service": "An account of an AWS service.",
  unknown: "Nobody knows whose account this is: ask the owners of the roles below.",
};

export function PartyPage({ chosen: { kind, id } }: PageProps) {
  if (id === undefined || !isKind(kind)) return <Parties />;
  return <One key={`${kind} ${id}`} kind={kind} id={id} />;
}

function isKind(kind: string | undefined): kind is PartyKind {
  return ["account", "organization", "organizational-unit", "any-account", "federated", "service"].includes(
    kind ?? "",
  );
}

/** Where none is named: all of them. */
function Parties() {
  const state = useAnswer("overview", (signal) => api.GET("/api/overview", { signal }));
  return (
    <>
      <h1>Outside parties</h1>
      <Answered state={state}>
        {({ outsiders }) => (
          <Table
            caption={`${outsiders.length} parties outside of the organization that some role lets in`}
            rows={outsiders}
            keyOf={({ kind, id }) => `${kind} ${id}`}
            empty="Nobody outside is let in, as far as was read."
            columns={[
              {
                heading: "Who",
                cell: ({ kind, id, name }) => (
                  <a href={hashOf("vendor", { kind, id })}>
                    <bdi>{id === "*" ? "Anyone in AWS" : (name ?? id)}</bdi>
                  </a>
                ),
              },
              { heading: "Kind", cell: ({ kind }) => kind.replace("-", " ") },
              { heading: "Id", cell: ({ id }) => <Name text={id} /> },
              { heading: "Roles", number: true, cell: ({ roles }) => roles },
              { heading: "Accounts", number: true, cell: ({ accounts }) => accounts },
            ]}
          />
        )}
      </Answered>
    </>
  );
}

function One({ kind, id }: { readonly kind: PartyKind; readonly id: string }) {
  const state = useAnswer("", (signal) => api.GET("/api/party", { params: { query: { kind, id } }, signal }));
  return (
    <Answered state={state}>
      {(party) => (
        <>
          <h1>
            <bdi>{id === "*" ? "Anyone in AWS" : (party.name ?? id)}</bdi>
          </h1>
          <p class="row">
            <Name text={id} />
            <a href={hashOf("map", { choose: `party:${kind}:${id}` })}>On the map</a>
            <a href={hashOf("vendor")}>All outside parties</a>
          </p>
          {party.standing !== null && (
            <p>
              {standings[party.standing]}
              {party.owner !== null && (
                <>
                  {" "}
                  Here, <bdi>{party.owner}</bdi> answers for it.
                </>
              )}
            </p>
          )}
          {kind === "account" && <ExternalIds party={party} />}
          <h2>Roles that let it in</h2>
          <Trusts party={party} />
          <h2>What really happened</h2>
          <PartyTrail kind={kind} id={id} />
          <h2>What it could reach, by them and by what lets in anyone</h2>
          {party.start !== null ? (
            <Reach from={party.start} />
          ) : (
            <p>Follow the roles above one by one: each has a page that says where it leads.</p>
          )}
        </>
      )}
    </Answered>
  );
}

function ExternalIds({ party }: { readonly party: Party }) {
  const without = party.trusts.filter(({ externalId }) => externalId === null).length;
  return (
    <>
      <h2>External IDs</h2>
      {without > 0 && (
        <p>
          <strong>{without === 1 ? "1 trust asks" : `${without} trusts ask`} for no external ID.</strong>
        </p>
      )}
      <Table
        caption="External IDs that are asked for"
        rows={party.externalIds.map((row, at) => ({ ...row, at }))}
        keyOf={({ at }) => String(at)}
        empty="None is asked for."
        columns={[
          { heading: "No.", number: true, cell: ({ at }) => at + 1 },
          { heading: "External ID", cell: ({ values }) => <Name text={values.join(", ")} /> },
          { heading: "Roles", number: true, cell: ({ roles }) => roles },
          { heading: "Accounts", number: true, cell: ({ accounts }) => accounts },
          {
            heading: "Note",
            cell: ({ accounts }) => (accounts > 1 ? "shared: who learns it for one has it for all" : ""),
          },
        ]}
      />
    </>
  );
}

function Trusts({ party: { trusts } }: { readonly party: Party }) {
  return (
    <Table
      caption={trusts.length > shown ? `The first ${shown} of ${trusts.length}` : `${trusts.length} trusts`}
      rows={trusts.slice(0, shown)}
      keyOf={(_, at) => String(at)}
      columns={[
        { heading: "Role", cell: ({ role }) => <ArnLink arn={role} /> },
        { heading: "Account", cell: ({ account, accountName }) => <bdi>{accountName ?? account}</bdi> },
        { heading: "Lets in", cell: ({ who }) => <Name text={who} /> },
        { heading: "Certainty", cell: ({ proven }) => <Proven proven={proven} /> },
        {
          heading: "External ID",
          cell: ({ externalId }) => (externalId === null ? "none" : `no. ${externalId + 1}`),
        },
        { heading: "Has to hold", cell: ({ guard }) => <GuardList guard={guard} /> },
        {
          heading: "Leads on",
          cell: ({ leadsToAdministrator }) => (leadsToAdministrator ? "to an administrator" : ""),
        },
      ]}
    />
  );
}

function Reach({ from }: { readonly from: string }) {
  const state = useAnswer(from, (signal) =>
    api.GET("/api/blast-radius", { params: { query: { from } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ reached, administrators, coverage, notes }) => (
        <>
          <p>
            {administrators.length === 0
              ? "It comes to administer no account."
              : `It comes to administer ${administrators.length} ${administrators.length === 1 ? "account" : "accounts"}.`}{" "}
            {hasServer() && <a href={hashOf("paths", { from, to: "admin" })}>The ways there</a>}
          </p>
          <Table
            caption={
              reached.length > shown
                ? `The first ${shown} of ${reached.length} that it reaches`
                : `${reached.length} that it reaches`
            }
            rows={reached.slice(0, shown)}
            keyOf={({ arn }) => arn}
            empty="Nothing that was collected."
            columns={[
              { heading: "What", cell: ({ arn }) => <ArnLink arn={arn} /> },
              { heading: "Kind", cell: ({ kind }) => kind },
              { heading: "Hops", number: true, cell: ({ hops }) => hops },
              { heading: "Certainty", cell: ({ proven }) => <Proven proven={proven} /> },
            ]}
          />
          <CoverageNote coverage={coverage} notes={notes} />
        </>
      )}
    </Answered>
  );
}
