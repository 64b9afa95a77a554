/** The map: who is let in where, from the whole organization down to one role's trust. */
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { type Answer, api } from "../api/client.ts";
import { useAnswer, type Waiting } from "../api/use-answer.ts";
import { go, hashOf } from "../app/address.ts";
import type { PageProps } from "../app/page-props.ts";
import { Answered } from "../parts/notes.tsx";
import { useTrail } from "../trail/use-trail.ts";
import { detailPairs, showsHops, withAccount } from "./account-detail.ts";
import { cutPairs } from "./cut.ts";
import { choiceOf, type Filters, filtersOf, pairsOf } from "./filters.ts";
import { layoutOf } from "./layout.ts";
import "./map.css";
import { MapFilters } from "./map-filters.tsx";
import { MapPanel } from "./map-panel.tsx";
import { type Chosen, MapPicture, type PictureState } from "./map-picture.tsx";
import { MapTable } from "./map-table.tsx";
import type { Marks } from "./marks.ts";
import type { AccountMap, Box, Layout, OrganizationMap, Pair } from "./model.ts";
import { savePicture } from "./save-picture.ts";
import type { AccountUse, MapUse } from "./use.ts";

export function MapPage({ chosen }: PageProps) {
  const technique = chosen.technique ?? "";
  const state = useAnswer(technique, (signal) =>
    api.GET("/api/map", { params: { query: technique === "" ? {} : { technique } }, signal }),
  );
  return (
    <div class="map-page">
      <h1 class="unseen">Map</h1>
      <Answered state={state} waiting="Drawing the organization…">
        {(map) => <OrganizationView map={map} chosen={chosen} />}
      </Answered>
    </div>
  );
}

function OrganizationView({ map, chosen }: PageProps & { readonly map: OrganizationMap }) {
  const trail = useTrail();
  const asked = filtersOf(chosen);
  // Until the trail is read, everything is shown as it is possible; and use is told of roles whatever their permissions.
  const isTold = trail?.state === "read" && asked.technique === null;
  const filters: Filters = isTold ? asked : { ...asked, use: "possible" };
  const { services, technique } = filters;
  const ground = useMemo(() => layoutOf(map, services), [map, services]);
  const account = accountOf(chosen.at) ?? accountOfArn(chosen.choose);
  const detail = useAccount(account, technique);
  const use = useUses(isTold, account);
  const seen = useScene(map, ground, filters, detail, use);
  const heatAt = use.map === null || filters.use !== "observed" ? null : Date.parse(use.map.asOf);
  const { layout, pairs } = seen;
  const at = Math.max(
    0,
    layout.boxes.findIndex(({ id }) => id === chosen.at),
  );
  const { cutFrom, cutTo } = chosen;
  const cut = useCut(layout, cutFrom, cutTo);
  const [arrow, setArrow] = useState<Extract<Chosen, { readonly kind: "arrow" }> | null>(null);
  const choice = chosenIn(layout, chosen.choose, arrow);
  const [marks, setMarks] = useState<Marks | null>(null);
  const state = useRef<(() => PictureState | null) | null>(null);

  const address = (changes: Readonly<Record<string, string>>) => hashOf("map", { ...chosen, ...changes });
  const enter = (box: number) => {
    const found = layout.boxes[box];
    if (found === undefined) return;
    setArrow(null);
    // What holds nothing more is looked at in the panel.
    if (found.children.length === 0 && found.kind !== "account") go(address({ choose: found.id }));
    else go(address({ at: found.id === "organization" ? "" : found.id, choose: "" }));
  };
  const choose = (next: Chosen | null) => {
    setArrow(next?.kind === "arrow" ? next : null);
    const id = next?.kind === "box" ? (layout.boxes[next.box]?.id ?? "") : "";
    // To look at one thing after the other is no step to go back to.
    go(address({ choose: id === "organization" ? "" : id }), { replace: true });
  };
  const leave = () => {
    const parent = layout.boxes[at]?.parent;
    if (parent !== null && parent !== undefined) enter(parent);
  };
  const hold = useCallback((read: () => PictureState | null) => {
    state.current = read;
  }, []);
  const save = (format: "svg" | "png") => {
    const read = state.current?.() ?? null;
    if (read !== null) savePicture(read, format, `${layout.boxes[at]?.label ?? "Map"}: who is let in where`);
  };
  const isTable = chosen.view === "table";
  return (
    <>
      <MapFilters
        filters={filters}
        techniques={map.techniques}
        trail={trail}
        onChange={(next) => go(address(choiceOf(next)))}
      />
      <div class="row bar">
        <Crumbs layout={layout} at={at} hashOfBox={(box) => address({ at: box.id, choose: "" })} />
        <span class="quiet" role="status">
          {marks === null ? "" : tellMarks(marks)}
          {detail.kind === "waiting" && account !== null ? " Asking about the account…" : ""}
        </span>
        <a href={address({ view: isTable ? "" : "table" })}>{isTable ? "As a picture" : "As a table"}</a>
        <button type="button" aria-label="Save as SVG" disabled={isTable} onClick={() => save("svg")}>
          SVG
        </button>
        <button type="button" aria-label="Save as PNG" disabled={isTable} onClick={() => save("png")}>
          PNG
        </button>
      </div>
      {cutFrom !== undefined && cutTo !== undefined && (
        <p class="row bar" role="status">
          ✂ where to cut the ways from <bdi class="id">{cutFrom}</bdi> to <bdi class="id">{cutTo}</bdi>:{" "}
          {cut.length === 1 ? "1 access" : `${cut.length} accesses`} between boxes
          <a href={hashOf("paths", { from: cutFrom, to: cutTo })}>All of them, with the ways</a>
          <a href={address({ cutFrom: "", cutTo: "" })}>Leave them out</a>
        </p>
      )}
      <div class="map">
        <div class={isTable ? "stage behind" : "stage"}>
          <MapPicture
            layout={layout}
            pairs={pairs}
            at={at}
            chosen={choice}
            cut={cut}
            heatAt={heatAt}
            describe={(box) => describe(layout, box)}
            onChoose={choose}
            onEnter={enter}
            onLeave={leave}
            onMarks={setMarks}
            hold={hold}
          />
        </div>
        {isTable && marks !== null && (
          <MapTable
            layout={layout}
            marks={marks}
            pairs={pairs}
            tellsUse={use.map !== null}
            within={layout.boxes[at]?.label ?? ""}
            hashOfBox={(box) => address({ at: box.id, choose: "" })}
            onEnter={enter}
          />
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard (WCAG 2.1.1). */}
        <aside class="panel" aria-label="What is chosen" tabIndex={0}>
          <MapPanel
            layout={layout}
            map={map}
            filters={filters}
            pairs={pairs}
            trail={trail}
            chosen={choice}
            onEnter={enter}
          />
        </aside>
      </div>
    </>
  );
}

function accountOf(at: string | undefined): string | null {
  return /^account:(\d{12})/.exec(at ?? "")?.[1] ?? null;
}

function accountOfArn(choose: string | undefined): string | null {
  return /^(?:role|user):arn:[^:]*:iam::(\d{12}):/.exec(choose ?? "")?.[1] ?? null;
}

function useAccount(account: string | null, technique: string | null): Waiting<AccountMap | null> {
  const query = { account: account ?? "", ...(technique === null ? {} : { technique }) };
  const state = useAnswer<AccountMap | null>(JSON.stringify(query), async (signal) =>
    account === null ? { data: null } : api.GET("/api/map/account", { params: { query }, signal }),
  );
  // The inside of another account is none of this one's.
  return state.kind === "answered" && state.isOld ? { kind: "waiting" } : state;
}

type Uses = { readonly map: MapUse | null; readonly account: AccountUse | null };

/** Nulls until the trail is read, and while the answers are not there. */
function useUses(isTold: boolean, account: string | null): Uses {
  const whole = useAnswer<MapUse | null>(String(isTold), async (signal) =>
    isTold ? api.GET("/api/trail/map", { signal }) : { data: null },
  );
  const query = { account: account ?? "" };
  const inner = useAnswer<AccountUse | null>(`${isTold} ${account}`, async (signal) =>
    isTold && account !== null
      ? api.GET("/api/trail/map/account", { params: { query }, signal })
      : { data: null },
  );
  return { map: answerOf(whole), account: answerOf(inner) };
}

/** What was asked before is not what is asked now. */
function answerOf<A>(state: Waiting<A | null>): A | null {
  return state.kind === "answered" && !state.isOld ? state.value : null;
}

function useCut(layout: Layout, from: string | undefined, to: string | undefined): readonly Pair[] {
  const state = useAnswer<Answer<"/api/chokepoints"> | null>(JSON.stringify([from, to]), async (signal) =>
    from === undefined || to === undefined
      ? { data: null }
      : api.GET("/api/chokepoints", { params: { query: { from, to } }, signal }),
  );
  return useMemo(
    () =>
      state.kind === "answered" && state.value?.over === "edges" ? cutPairs(layout, state.value.cut) : [],
    [layout, state],
  );
}

/** The account's inside takes the place of its own arrows, once it is there. */
function useScene(
  map: OrganizationMap,
  ground: Layout,
  filters: Filters,
  detail: Waiting<AccountMap | null>,
  use: Uses,
): { readonly layout: Layout; readonly pairs: readonly Pair[] } {
  const key = JSON.stringify(filters);
  const outer = useMemo(
    () =>
      pairsOf(map, filters, use.map).map((pair) => ({
        ...pair,
        from: ground.boxOfPlace[pair.from] ?? 0,
        to: ground.boxOfPlace[pair.to] ?? 0,
      })),
    [map, ground, key, use.map],
  );
  const account = detail.kind === "answered" ? detail.value : null;
  return useMemo(() => {
    if (account === null) return { layout: ground, pairs: outer };
    const inner = withAccount(ground, map, account);
    // Whom the account's principals come to is told by their hops, where those are drawn and known.
    const tellsHops = showsHops(filters) && account.roles.length > 0;
    const others = outer.filter(
      ({ from, to }) => to !== inner.account && (from !== inner.account || !tellsHops),
    );
    return {
      layout: inner.layout,
      pairs: [...others, ...detailPairs(inner, map, account, filters, use.account)],
    };
  }, [map, ground, outer, account, key, use.account]);
}

function chosenIn({ boxes }: Layout, id: string | undefined, arrow: Chosen | null): Chosen | null {
  if (arrow !== null) return arrow;
  const box = id === undefined ? -1 : boxes.findIndex((one) => one.id === id);
  return box < 0 ? null : { kind: "box", box };
}

function describe({ boxes }: Layout, box: number): string {
  const found = boxes[box];
  if (found === undefined) return "";
  const parent = found.parent === null ? "" : `, in ${boxes[found.parent]?.label ?? ""}`;
  const worst = found.severity === null ? "" : `, worst finding ${found.severity}`;
  return `${found.kind.replace("-", " ")} ${found.label}${found.about === "" ? "" : `, ${found.about}`}${worst}${parent}`;
}

function tellMarks({ boxes, arrows, isJoined }: Marks): string {
  const joined = isJoined ? ", some joined: look closer to tell them apart" : "";
  return `${boxes.length} boxes, ${arrows.length} arrows${joined}.`;
}

function Crumbs({
  layout,
  at,
  hashOfBox,
}: {
  readonly layout: Layout;
  readonly at: number;
  readonly hashOfBox: (box: Box) => string;
}) {
  const way: Box[] = [];
  for (let box: number | null = at; box !== null; box = layout.boxes[box]?.parent ?? null) {
    const found = layout.boxes[box];
    if (found !== undefined) way.unshift(found);
  }
  return (
    <nav aria-label="Where you are">
      <ol class="crumbs">
        {way.map((box, index) => (
          <li key={box.id}>
            <a href={hashOfBox(box)} aria-current={index === way.length - 1 ? "location" : undefined}>
              <bdi>{box.label}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
