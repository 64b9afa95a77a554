/** Changes one by one, as a table: on their own page, and on those of roles and findings. */
import { hashOf } from "../app/address.ts";
import { AccountName, Name, SeverityMark } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { timeOf } from "../parts/times.ts";
import { aboutWords, actorName, balanceOf, type DriftRow, kindWords } from "./words.ts";

export function DriftRows({
  caption,
  rows,
  isNew = () => false,
  empty = "None.",
}: {
  readonly caption: string;
  readonly rows: readonly DriftRow[];
  readonly isNew?: (row: DriftRow) => boolean;
  readonly empty?: string;
}) {
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={({ id }) => id}
      empty={empty}
      columns={[
        {
          heading: "When (UTC)",
          cell: (row) => (
            <span class="when">
              {timeOf(row.at)}
              {isNew(row) && <strong class="fresh"> new</strong>}
            </span>
          ),
        },
        { heading: "Severity", cell: ({ severity }) => <SeverityMark severity={severity} /> },
        {
          heading: "What changed",
          cell: (row) => (
            <>
              <a href={hashOf("drift-event", { id: row.id })}>
                <bdi>{row.title}</bdi>
              </a>
              <div class="quiet reasons">
                {row.about.map((one) => aboutWords[one]).join(", ")}
                {row.kind !== "changed" && ` · ${kindWords[row.kind]}`}
                {row.ticket !== null && (
                  <>
                    {" · expected: "}
                    <bdi>{row.ticket}</bdi>
                  </>
                )}
                {row.revertedBy !== null && " · taken back"}
                {row.reverts !== null && " · takes back an earlier one"}
              </div>
            </>
          ),
        },
        { heading: "Who", cell: (row) => <Balance row={row} /> },
        { heading: "By", cell: ({ actors }) => <By actors={actors} /> },
        {
          heading: "Account",
          cell: ({ account, accountName }) =>
            account === null ? (
              <span class="quiet">organization</span>
            ) : (
              <AccountName account={account} name={accountName} />
            ),
        },
      ]}
    />
  );
}

/** Signs besides the words, and no colour alone. */
function Balance({ row }: { readonly row: DriftRow }) {
  const gains = row.sides.includes("gained");
  const loses = row.sides.includes("lost");
  return (
    <>
      {gains && (
        <div class="gains">
          <span aria-hidden="true">▲ </span>
          {row.sides.includes("outsiders") ? "outsiders gained" : "gained"}
        </div>
      )}
      {loses && (
        <div class="loses">
          <span aria-hidden="true">▼ </span>lost
        </div>
      )}
      {!gains && !loses && <span class="quiet">nobody known</span>}
      <div class="quiet reasons">{balanceOf(row)}</div>
    </>
  );
}

function By({ actors }: { readonly actors: readonly string[] }) {
  const [first] = actors;
  if (first === undefined) return <span class="quiet">not known</span>;
  return (
    <span class="by" title={first}>
      <Name text={actorName(first)} />
      {actors.length > 1 && <span class="quiet"> and {actors.length - 1} more</span>}
    </span>
  );
}
