/** Beside the picture: what is chosen, in words, with the ways on. */
import { type Answer, api, hasServer } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import { ArnLink, BehindAnyone, GuardList, Name, Proven, SeverityMark } from "../parts/names.tsx";
import { Answered, CoverageNote } from "../parts/notes.tsx";
import type { TrailState } from "../trail/use-trail.ts";
import type { Filters } from "./filters.ts";
import type { Chosen } from "./map-picture.tsx";
import { type Box, type Layout, type OrganizationMap, type Pair, risks, riskWords } from "./model.ts";
import { useText } from "./use.ts";
import { UseLegend } from "./use-legend.tsx";

type Props = {
  readonly layout: Layout;
  readonly map: OrganizationMap;
  readonly filters: Filters;
  /** Between boxes, whatever is drawn of them. */
  readonly pairs: readonly Pair[];
  /** Null: nothing is known of it yet. */
  readonly trail: TrailState | null;
  readonly chosen: Chosen | null;
  readonly onEnter: (box: number) => void;
};

export function MapPanel({ layout, map, filters, pairs, trail, chosen, onEnter }: Props) {
  if (chosen === null)
    return filters.use === "possible" ? <Legend /> : <UseLegend view={filters.use} trail={trail} />;
  if (chosen.kind === "arrow") return <ArrowPanel layout={layout} map={map} filters={filters} {...chosen} />;
  const box = layout.boxes[chosen.box];
  if (box === undefined) return <Legend />;
  return (
    <>
      <h2>
        <bdi>{box.label}</bdi>
      </h2>
      <p class="quiet">
        {box.kind.replace("-", " ")}
        {box.about === "" ? "" : <bdi>{`: ${box.about}`}</bdi>}
      </p>
      <p>
        <Name text={box.id.replace(/^[a-z-]+:/, "")} />
      </p>
      {box.severity !== null && (
        <p>
          Worst finding: <SeverityMark severity={box.severity} />
        </p>
      )}
      <p class="row">
        {box.children.length > 0 || box.kind === "account" ? (
          <button type="button" onClick={() => onEnter(chosen.box)}>
            Look inside
          </button>
        ) : null}
        <Ways box={box} />
      </p>
      {box.kind === "role" ? (
        <RoleTrust key={box.id} arn={box.id.slice("role:".length)} />
      ) : (
        <Neighbours layout={layout} pairs={pairs} box={chosen.box} />
      )}
    </>
  );
}

/** Where else the box is told about. */
function Ways({ box }: { readonly box: Box }) {
  const id = box.id.slice(box.id.indexOf(":") + 1);
  switch (box.kind) {
    case "account":
      return (
        <>
          <a href={hashOf("findings", { account: id })}>Findings</a>
          {hasServer() && <a href={hashOf("drift", { account: id })}>Changes</a>}
          {hasServer() && (
            <a href={hashOf("paths", { from: "external", to: `admin:${id}` })}>Ways from outside</a>
          )}
        </>
      );
    case "party": {
      const [kind = "", ...rest] = id.split(":");
      return <a href={hashOf("vendor", { kind, id: rest.join(":") })}>All that it reaches</a>;
    }
    case "role":
      return (
        <>
          <a href={hashOf("role", { arn: id })}>The role's page</a>
          {hasServer() && <a href={hashOf("paths", { from: id, to: "admin" })}>Ways on</a>}
        </>
      );
    case "user":
      return hasServer() ? <a href={hashOf("paths", { from: id, to: "admin" })}>Ways on</a> : null;
    default:
      return null;
  }
}

function Legend() {
  return (
    <>
      <h2>Who is let in where</h2>
      <p>
        An arrow goes from whoever is let in to whoever lets in; its number says how many trusts there are: a
        role that lets in two parties has two. Choose a box or an arrow to read about it, double-click or
        press Enter to look inside.
      </p>
      <ul class="legend">
        {risks.map((risk) => (
          <li key={risk}>
            <svg width="44" height="12" aria-hidden="true">
              <line x1="2" y1="6" x2="42" y2="6" class={`risk ${risk}`} />
            </svg>
            {risk === "open" ? "! " : ""}
            {riskWords[risk]}
          </li>
        ))}
        <li>
          <svg width="44" height="12" aria-hidden="true">
            <line x1="2" y1="6" x2="42" y2="6" class="risk may" />
          </svg>
          not proven: something that decides is not known
        </li>
        <li>
          <span class="corner critical" aria-hidden="true" /> critical or high finding (a larger corner is
          worse)
        </li>
      </ul>
    </>
  );
}

const mostNeighbours = 12;

function Neighbours({
  layout,
  pairs,
  box,
}: {
  readonly layout: Layout;
  readonly pairs: readonly Pair[];
  readonly box: number;
}) {
  const inside = withinOf(layout, box);
  const sides = [
    {
      heading: "Lets in",
      found: pairs.filter(({ from, to }) => inside.has(to) && !inside.has(from)),
      end: "from",
    },
    {
      heading: "Is let in by",
      found: pairs.filter(({ from, to }) => inside.has(from) && !inside.has(to)),
      end: "to",
    },
  ] as const;
  return (
    <>
      {sides.map(({ heading, found, end }) => {
        const sums = sumsOf(found, end);
        return (
          <section key={heading}>
            <h3>{heading}</h3>
            {sums.length === 0 ? (
              <p class="quiet">Nobody of those that are drawn.</p>
            ) : (
              <ul class="plain">
                {sums.slice(0, mostNeighbours).map(({ at, roles }) => {
                  const other = layout.boxes[at];
                  return (
                    <li key={at}>
                      <a href={hashOf("map", { choose: other?.id ?? "" })}>
                        <bdi>{other?.label}</bdi>
                      </a>{" "}
                      <span class="quiet">{trusts(roles)}</span>
                    </li>
                  );
                })}
                {sums.length > mostNeighbours && (
                  <li>… and {sums.length - mostNeighbours} more in the table</li>
                )}
              </ul>
            )}
          </section>
        );
      })}
    </>
  );
}

function withinOf({ boxes }: Layout, box: number): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (at: number): void => {
    found.add(at);
    for (const child of boxes[at]?.children ?? []) visit(child);
  };
  visit(box);
  return found;
}

function sumsOf(
  pairs: readonly Pair[],
  end: "from" | "to",
): readonly { readonly at: number; readonly roles: number }[] {
  const sums = new Map<number, number>();
  for (const pair of pairs) sums.set(pair[end], (sums.get(pair[end]) ?? 0) + pair.roles);
  return [...sums].map(([at, roles]) => ({ at, roles })).sort((a, b) => b.roles - a.roles || a.at - b.at);
}

function ArrowPanel({
  layout,
  map,
  filters,
  arrow,
  members,
}: {
  readonly layout: Layout;
  readonly map: OrganizationMap;
  readonly filters: Filters;
  readonly arrow: Pair;
  readonly members: readonly Pair[];
}) {
  const [from, to] = [layout.boxes[arrow.from], layout.boxes[arrow.to]];
  if (from === undefined || to === undefined) return <Legend />;
  return (
    <>
      <h2>
        <bdi>{from.label}</bdi> → <bdi>{to.label}</bdi>
      </h2>
      <p>
        {riskWords[arrow.risk]}; {trusts(arrow.roles)}; <Proven proven={arrow.proven} />
      </p>
      {arrow.use !== undefined && <p>Use: {useText(arrow.use)}.</p>}
      {from.kind === "role" || from.kind === "user" ? (
        <p>
          A hop of a principal in this account: <Ways box={from} />
        </p>
      ) : hasServer() && isAskable(from) && isAskable(to) ? (
        <TrustList key={`${from.id} ${to.id}`} from={from.id} to={to.id} map={map} filters={filters} />
      ) : (
        <Members layout={layout} members={members} />
      )}
    </>
  );
}

function trusts(count: number): string {
  return count === 1 ? "1 trust" : `${count} trusts`;
}

function isAskable({ kind }: Box): boolean {
  return ["account", "party", "role"].includes(kind);
}

const mostMembers = 60;

/** What is drawn together, pair by pair. */
function Members({ layout, members }: { readonly layout: Layout; readonly members: readonly Pair[] }) {
  const sorted = members.toSorted((a, b) => b.roles - a.roles || a.from - b.from || a.to - b.to);
  return (
    <>
      <h3>Drawn together here</h3>
      <ul class="plain">
        {sorted.slice(0, mostMembers).map(({ from, to, roles }) => (
          <li key={`${from} ${to}`}>
            <BoxLink layout={layout} at={from} /> → <BoxLink layout={layout} at={to} />{" "}
            <span class="quiet">{trusts(roles)}</span>
          </li>
        ))}
      </ul>
      {sorted.length > mostMembers && <p>… and {sorted.length - mostMembers} more</p>}
    </>
  );
}

function BoxLink({ layout, at }: { readonly layout: Layout; readonly at: number }) {
  const box = layout.boxes[at];
  return (
    <a href={hashOf("map", { choose: box?.id ?? "" })}>
      <bdi>{box?.label}</bdi>
    </a>
  );
}

function TrustList({
  from,
  to,
  map,
  filters,
}: {
  readonly from: string;
  readonly to: string;
  readonly map: OrganizationMap;
  readonly filters: Filters;
}) {
  const bit = (flag: OrganizationMap["flags"][number]) => 1 << map.flags.indexOf(flag);
  const all =
    filters.only.reduce((bits, flag) => bits | bit(flag), 0) | (filters.certainty === "may" ? bit("may") : 0);
  const none = (filters.services ? 0 : bit("service")) | (filters.certainty === "proven" ? bit("may") : 0);
  const technique = filters.technique === null ? {} : { technique: filters.technique };
  const query = { from, to, all, none, limit: 100, ...technique };
  const state = useAnswer(JSON.stringify(query), (signal) =>
    api.GET("/api/map/trusts", { params: { query }, signal }),
  );
  return <Answered state={state}>{(answer) => <Trusts answer={answer} />}</Answered>;
}

function Trusts({ answer: { trusts, total } }: { readonly answer: Answer<"/api/map/trusts"> }) {
  if (total === 0)
    return <p class="quiet">By hops of the account's principals, not by a trust from elsewhere.</p>;
  return (
    <>
      <ul class="plain">
        {trusts.map(({ role, who, flags }) => (
          <li key={`${role} ${who.kind} ${who.id} ${flags}`}>
            <bdi>{who.name ?? who.id}</bdi> <span class="quiet">may assume</span> <ArnLink arn={role} />
          </li>
        ))}
      </ul>
      {total > trusts.length && <p>… and {total - trusts.length} more</p>}
    </>
  );
}

/** The last step of looking closer: one role's trust, party by party. */
function RoleTrust({ arn }: { readonly arn: string }) {
  const state = useAnswer(arn, (signal) =>
    api.GET("/api/who-can-assume", { params: { query: { role: arn, own: false } }, signal }),
  );
  return (
    <Answered state={state}>
      {({ who, coverage, notes }) => (
        <>
          <h3>Who can assume it</h3>
          {who.length === 0 && <p>Nobody.</p>}
          <BehindAnyone who={who} />
          <ul class="plain">
            {who.slice(0, 50).map((one) => (
              <li key={`${one.kind} ${one.id} ${JSON.stringify(one.guard)}`}>
                <ArnLink arn={one.id} /> {one.name !== undefined && <bdi>({one.name})</bdi>}{" "}
                <Proven proven={one.proven} />
                {one.external && <strong> outside</strong>} <GuardList guard={one.guard} />
              </li>
            ))}
          </ul>
          {who.length > 50 && <p>… and {who.length - 50} more on the role's page</p>}
          <CoverageNote coverage={coverage} notes={notes} />
        </>
      )}
    </Answered>
  );
}
