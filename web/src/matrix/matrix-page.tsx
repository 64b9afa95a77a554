/** Account to account: rows let in, columns are let in. It is a table, so that it needs no twin. */
import { useMemo } from "preact/hooks";
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { go, hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { choiceOf, filtersOf } from "../map/filters.ts";
import { MapFilters } from "../map/map-filters.tsx";
import { type OrganizationMap, type Pair, risks, riskWords } from "../map/model.ts";
import { Answered } from "../parts/notes.tsx";
import { type MatrixItem, type MatrixOrder, matrixOf, mostItems, riskSigns } from "./matrix.ts";
import "./matrix.css";

export function MatrixPage({ chosen }: PageProps) {
  const technique = chosen.technique ?? "";
  const state = useAnswer(technique, (signal) =>
    api.GET("/api/map", { params: { query: technique === "" ? {} : { technique } }, signal }),
  );
  return (
    <>
      <h1>Matrix: account to account</h1>
      <Answered state={state}>{(map) => <MatrixView map={map} chosen={chosen} />}</Answered>
    </>
  );
}

function MatrixView({ map, chosen }: PageProps & { readonly map: OrganizationMap }) {
  const filters = filtersOf(chosen);
  const order: MatrixOrder = chosen.order === "likeness" ? "likeness" : "units";
  const unit = map.units.findIndex(({ id }) => id === chosen.unit);
  const key = JSON.stringify([filters, unit, order]);
  const matrix = useMemo(() => matrixOf(map, filters, unit < 0 ? null : unit, order), [map, key]);
  const address = (changes: Readonly<Record<string, string>>) => hashOf("matrix", { ...chosen, ...changes });
  const { items, cells, outside, others } = matrix;
  return (
    <>
      <MapFilters
        filters={filters}
        techniques={map.techniques}
        onChange={(next) => go(address(choiceOf(next)))}
      />
      <p class="row">
        <label>
          Of
          <select
            value={chosen.unit ?? ""}
            onChange={({ currentTarget }) => go(address({ unit: currentTarget.value }))}
          >
            <option value="">the whole organization</option>
            {map.units.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Ordered by
          <select value={order} onChange={({ currentTarget }) => go(address({ order: currentTarget.value }))}>
            <option value="units">unit</option>
            <option value="likeness">likeness of trust</option>
          </select>
        </label>
        <span class="quiet">
          {risks
            .filter((risk) => riskSigns[risk] !== "")
            .map((risk) => `${riskSigns[risk]} ${riskWords[risk]}`)
            .join("; ")}
        </span>
      </p>
      {items.length === mostItems && <p class="quiet">The first {mostItems}: choose a unit to see others.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, scrolling by keyboard. */}
      <section class="scroll matrix" aria-label="Who lets in whom" tabIndex={0}>
        <table>
          <caption>
            Rows let in, columns are let in; numbers are trusts: a role that lets in two parties has two
          </caption>
          <thead>
            <tr>
              <th scope="col">Lets in ↓</th>
              <th scope="col" class="turned">
                <span>outside parties</span>
              </th>
              <th scope="col" class="turned">
                <span>whole units, others</span>
              </th>
              {items.map((item) => (
                <th key={item.id} scope="col" class="turned">
                  <span>
                    <bdi>{item.label}</bdi>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item, row) => (
              <tr key={item.id}>
                <th scope="row">
                  <ItemLink item={item} /> <span class="quiet">{item.within}</span>
                </th>
                <Cell pair={outside[row] ?? null} href={hashOf("map", { at: item.id, only: "external" })} />
                <Cell pair={others[row] ?? null} href={hashOf("map", { at: item.id })} />
                {items.map((other, column) => (
                  <Cell
                    key={other.id}
                    pair={cells[row]?.[column] ?? null}
                    href={hashOf("map", { at: item.id, choose: other.id })}
                    isSelf={row === column}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function ItemLink({ item }: { readonly item: MatrixItem }) {
  return (
    <a href={hashOf("map", { at: item.id })}>
      <bdi>{item.label}</bdi>
    </a>
  );
}

function Cell({
  pair,
  href,
  isSelf = false,
}: {
  readonly pair: Pair | null;
  readonly href: string;
  readonly isSelf?: boolean;
}) {
  if (pair === null) return <td class={isSelf ? "self" : undefined} />;
  return (
    <td class={`cell ${pair.risk}`} title={riskWords[pair.risk]}>
      <a href={href} aria-label={`${pair.roles} trusts, ${riskWords[pair.risk]}`}>
        {riskSigns[pair.risk]}
        {pair.roles}
        {pair.proven ? "" : "?"}
      </a>
    </td>
  );
}
