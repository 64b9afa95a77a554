/** Who was told of a change, and why others were not. */
import { Table } from "../parts/table.tsx";
import { timeOf } from "../parts/times.ts";
import { deliveryWords, type Story, verdictWords } from "./words.ts";

export function Told({ story: { decisions, deliveries } }: { readonly story: Story }) {
  return (
    <section aria-labelledby="told">
      <h2 id="told">Who was told, and why not</h2>
      <Table
        caption="What was decided"
        rows={decisions}
        keyOf={(_, at) => String(at)}
        empty="Nothing was decided: no alerts were set up when it was found."
        columns={[
          {
            heading: "Channel",
            cell: ({ channel }) =>
              channel === null ? <span class="quiet">all of them</span> : <bdi>{channel}</bdi>,
          },
          { heading: "Decided", cell: ({ verdict }) => verdictWords[verdict] },
          { heading: "Why", cell: ({ why }) => <bdi>{why}</bdi> },
          { heading: "When (UTC)", cell: ({ at }) => timeOf(at) },
        ]}
      />
      {deliveries.length > 0 && (
        <Table
          caption="What became of the alerts"
          rows={deliveries}
          keyOf={(_, at) => String(at)}
          columns={[
            { heading: "Channel", cell: ({ channel }) => <bdi>{channel}</bdi> },
            { heading: "State", cell: ({ status }) => deliveryWords[status] },
            { heading: "Attempts", number: true, cell: ({ attempts }) => attempts },
            { heading: "When (UTC)", cell: ({ at }) => timeOf(at) },
            { heading: "Last error", cell: ({ lastError }) => <bdi>{lastError ?? ""}</bdi> },
          ]}
        />
      )}
    </section>
  );
}
