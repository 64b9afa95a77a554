/** What the picture of changes shows, in words: the same numbers, row by row. */
import { Name, SeverityMark } from "../parts/names.tsx";
import { Table } from "../parts/table.tsx";
import { type Bucket, periodOf, type Timeline } from "./timeline-layout.ts";

export function TimelineTable({
  timeline,
  hrefOf,
  accountHref,
}: {
  readonly timeline: Timeline;
  /** Of the changes of one bucket. */
  readonly hrefOf: (at: number) => string;
  readonly accountHref: (account: string | null) => string;
}) {
  const { unit } = timeline;
  return (
    <>
      <Table
        caption={`Changes by ${unit}, those without any left out`}
        rows={timeline.buckets.toReversed()}
        keyOf={({ at }) => String(at)}
        columns={[
          {
            heading: "When (UTC)",
            cell: ({ at }) =>
              unit === "hour" ? periodOf(at, unit) : <a href={hrefOf(at)}>{periodOf(at, unit)}</a>,
          },
          { heading: "Changes", number: true, cell: ({ events }) => events.toLocaleString("en") },
          { heading: "Somebody gained", number: true, cell: ({ gained }) => gained.toLocaleString("en") },
          {
            heading: "Outsiders gained",
            number: true,
            cell: ({ outsiders }) => outsiders.toLocaleString("en"),
          },
          { heading: "Somebody lost", number: true, cell: ({ lost }) => lost.toLocaleString("en") },
          { heading: "Worst", cell: ({ worst }) => <SeverityMark severity={worst} /> },
        ]}
      />
      <Table
        caption="Changes by account"
        rows={timeline.accounts}
        keyOf={({ account }) => account ?? "organization"}
        columns={[
          {
            heading: "Account",
            cell: ({ account, name }) => (
              <a href={accountHref(account)}>
                <Name text={name ?? account ?? "organization"} />
              </a>
            ),
          },
          { heading: "Changes", number: true, cell: ({ events }) => events.toLocaleString("en") },
          { heading: "Somebody gained", number: true, cell: ({ buckets }) => sum(buckets, "gained") },
          { heading: "Somebody lost", number: true, cell: ({ buckets }) => sum(buckets, "lost") },
          {
            heading: "When",
            cell: ({ buckets }) => buckets.map(({ at }) => periodOf(at, unit)).join("; "),
          },
        ]}
      />
    </>
  );
}

function sum(buckets: readonly Bucket[], of: "gained" | "lost"): string {
  return buckets.reduce((total, bucket) => total + bucket[of], 0).toLocaleString("en");
}
