/**
 * Where everything stands: units within units around their accounts, outside parties to the left, identity providers to the right, AWS's
 * services below. It depends on what the organization holds alone, never on chance or on what was looked at, so that whoever comes
 * back finds everything in its place.
 */
import { type HierarchyRectangularNode, hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import type { Box, Layout, OrganizationMap, Rect } from "./model.ts";

const middle: Rect = { x: 0, y: 0, width: 1600, height: 1250 };
const gap = 60;
const sideWidth = 300;
const below: Rect = { x: 0, y: middle.height + gap, width: middle.width, height: 180 };
/** Parties that have a tile of their own; the others share one that opens. */
const mostTiles = 48;
/** At least so high, where there is room: a line of text from where all is seen. */
const partyHeight = 40;

type Draft = Omit<Box, "children" | "parent" | "rect"> & {
  /** An account's or party's. */
  readonly place: number | null;
  readonly inside: readonly Draft[];
};

/** `services`: whether AWS's services have a place in the picture. */
export function layoutOf(map: OrganizationMap, services: boolean): Layout {
  const weights = weightsOf(map);
  const maker = new Maker(map.accounts.length + map.parties.length);
  maker.nested(organizationDraft(map), middle);
  const parties = map.parties.map((party, at) => ({ ...party, place: map.accounts.length + at }));
  const isOwn = ({ kind, external }: (typeof parties)[number]) =>
    kind.startsWith("organization") && !external;
  const sides: readonly (readonly [string, string, Rect, (party: (typeof parties)[number]) => boolean])[] = [
    [
      "side:outside",
      "Outside accounts and organizations",
      { x: -gap - sideWidth, y: 0, width: sideWidth, height: middle.height },
      ({ kind }) => kind !== "federated" && kind !== "service",
    ],
    [
      "side:providers",
      "Identity providers",
      { x: middle.width + gap, y: 0, width: sideWidth, height: middle.height },
      ({ kind }) => kind === "federated",
    ],
    ["side:services", "AWS services", below, ({ kind }) => kind === "service"],
  ];
  for (const [id, label, rect, belongs] of sides) {
    const there = parties.filter((party) => belongs(party) && !isOwn(party));
    if (there.length > 0 && (services || id !== "side:services"))
      maker.grid(sideDraft(id, label, there, weights), rect);
  }
  // Trust in the own organization or a unit of it is trust in that part of the picture.
  for (const party of parties.filter(isOwn)) maker.standFor(party.place, unitOfPath(party.id));
  return maker.layout();
}

/** How many trusts let each party in. */
function weightsOf({ trusts, accounts, parties }: OrganizationMap): readonly number[] {
  const weights = new Array<number>(accounts.length + parties.length).fill(0);
  for (const [at, from] of trusts.from.entries())
    weights[from] = (weights[from] ?? 0) + (trusts.roles[at] ?? 0);
  return weights;
}

/** `o-…/r-…/ou-…/*`: the last part that is no wildcard. */
function unitOfPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && !part.includes("*"));
  return `unit:${parts.at(-1) ?? ""}`;
}

const plainBox = { severity: null, isUnread: false, isExternal: false, place: null } as const;

function organizationDraft(map: OrganizationMap): Draft {
  const inUnit = Map.groupBy(map.accounts.entries(), ([, { unit }]) => unit);
  const accounts = (unit: number | null): readonly Draft[] =>
    (inUnit.get(unit) ?? [])
      .map(([place, account]): Draft => {
        const { id, name, hasData, severity, roles } = account;
        const about = hasData ? `${roles} ${roles === 1 ? "role" : "roles"}` : "not read";
        return {
          ...plainBox,
          id: `account:${id}`,
          kind: "account",
          label: name ?? id,
          about,
          place,
          inside: [],
          severity,
          isUnread: !hasData,
        };
      })
      .sort(byLabel);
  const units = (parent: number | null): readonly Draft[] =>
    map.units
      .flatMap((unit, at): Draft[] => {
        if (unit.parent !== parent) return [];
        const inside = [...units(at), ...accounts(at)];
        const about = inside.length === 0 ? "empty" : "";
        return [{ ...plainBox, id: `unit:${unit.id}`, kind: "unit", label: unit.name, about, inside }];
      })
      .sort(byLabel);
  const label = map.organization === null ? "Accounts" : `Organization ${map.organization}`;
  const inside = [...units(null), ...accounts(null)];
  return { ...plainBox, id: "organization", kind: "organization", label, about: "", inside };
}

function byLabel(a: Draft, b: Draft): number {
  return compareText(a.label, b.label) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type PlacedParty = OrganizationMap["parties"][number] & { readonly place: number };

function sideDraft(
  id: string,
  label: string,
  parties: readonly PlacedParty[],
  weights: readonly number[],
): Draft {
  const drafts = parties
    .toSorted(
      // Anyone stands first, however few roles say so.
      (a, b) =>
        Number(b.kind === "any-account") - Number(a.kind === "any-account") ||
        (weights[b.place] ?? 0) - (weights[a.place] ?? 0) ||
        compareText(a.id, b.id),
    )
    .map((party) => ({ party, draft: partyDraft(party, weights[party.place] ?? 0) }));
  const groups = Map.groupBy(drafts, ({ party }) => party.group);
  const single = (groups.get(null) ?? []).map(({ draft }) => draft);
  const grouped = [...groups].flatMap(([name, members]): Draft[] =>
    name === null
      ? []
      : [
          groupDraft(
            `${id}/${name}`,
            name,
            members.map(({ draft }) => draft),
          ),
        ],
  );
  const rest = single.slice(mostTiles);
  const inside = [...single.slice(0, mostTiles), ...grouped];
  if (rest.length > 0) inside.push(groupDraft(`${id}/rest`, `${rest.length} more`, rest));
  return { ...plainBox, id, kind: "side", label, about: String(parties.length), inside };
}

function groupDraft(id: string, label: string, inside: readonly Draft[]): Draft {
  return { ...plainBox, id, kind: "party-group", label, about: String(inside.length), inside };
}

function partyDraft({ kind, id, name, external, place }: PlacedParty, trusts: number): Draft {
  const label = kind === "any-account" ? "Anyone in AWS" : (name ?? id);
  const about = `${name === null ? "" : `${id}, `}${trusts === 1 ? "1 trust" : `${trusts} trusts`}`;
  return {
    ...plainBox,
    id: `party:${kind}:${id}`,
    kind: "party",
    label,
    about,
    place,
    inside: [],
    isExternal: external,
  };
}

class Maker {
  readonly #boxes: Box[] = [];
  readonly #boxOfPlace: number[];

  constructor(places: number) {
    this.#boxOfPlace = new Array<number>(places).fill(0);
  }

  /** Areas by how many accounts they hold. */
  nested(draft: Draft, rect: Rect): void {
    const root = hierarchy<Draft>(draft, ({ inside }) => [...inside]).sum(({ inside }) =>
      inside.length === 0 ? 1 : 0,
    );
    const placed = treemap<Draft>()
      .tile(treemapSquarify.ratio(1.6))
      .size([rect.width, rect.height])
      .paddingInner(3)
      .paddingOuter(5)
      .paddingTop((node) => (node.children === undefined ? 0 : 38))(root);
    this.#addNode(placed, rect, null);
  }

  #addNode(node: HierarchyRectangularNode<Draft>, { x, y }: Rect, parent: number | null): number {
    const rect = { x: x + node.x0, y: y + node.y0, width: node.x1 - node.x0, height: node.y1 - node.y0 };
    const at = this.#add(node.data, rect, parent);
    const children = (node.children ?? []).map((child) => this.#addNode(child, { ...middle, x, y }, at));
    this.#giveChildren(at, children);
    return at;
  }

  /** Rows and columns of like tiles, in their order. */
  grid(draft: Draft, rect: Rect, parent: number | null = null): number {
    const at = this.#add(draft, rect, parent);
    const header = Math.min(22, rect.height * 0.2);
    const inner = {
      x: rect.x + 4,
      y: rect.y + header,
      width: rect.width - 8,
      height: rect.height - header - 4,
    };
    const columns = Math.max(1, Math.ceil((draft.inside.length * partyHeight) / inner.height));
    const cells = gridCells(inner, draft.inside.length, columns);
    const children = draft.inside.map((one, index) => this.grid(one, cells[index] ?? inner, at));
    this.#giveChildren(at, children);
    return at;
  }

  /** A place without a box of its own. */
  standFor(place: number, id: string): void {
    this.#boxOfPlace[place] = Math.max(
      0,
      this.#boxes.findIndex((box) => box.id === id),
    );
  }

  layout(): Layout {
    const right = Math.max(...this.#boxes.map(({ rect }) => rect.x + rect.width));
    const bottom = Math.max(...this.#boxes.map(({ rect }) => rect.y + rect.height));
    const x = Math.min(...this.#boxes.map(({ rect }) => rect.x));
    return {
      boxes: this.#boxes,
      boxOfPlace: this.#boxOfPlace,
      bounds: { x, y: 0, width: right - x, height: bottom },
    };
  }

  #add({ place, inside: _, ...draft }: Draft, rect: Rect, parent: number | null): number {
    const at = this.#boxes.push({ ...draft, rect, parent, children: [] }) - 1;
    if (place !== null) this.#boxOfPlace[place] = at;
    return at;
  }

  #giveChildren(at: number, children: readonly number[]): void {
    const box = this.#boxes[at];
    if (box !== undefined && children.length > 0) this.#boxes[at] = { ...box, children };
  }
}

/** Tiles in rows, no higher than half of their width; by default about three times as wide as high. */
export function gridCells(rect: Rect, count: number, columns = columnsFor(rect, count)): readonly Rect[] {
  if (count === 0) return [];
  const rows = Math.ceil(count / columns);
  const width = rect.width / columns;
  const height = Math.min(rect.height / rows, width * 0.5);
  const space = Math.min(4, height * 0.12);
  return Array.from({ length: count }, (_, at) => ({
    x: rect.x + (at % columns) * width,
    y: rect.y + Math.floor(at / columns) * height,
    width: width - space,
    height: height - space,
  }));
}

function columnsFor({ width, height }: Rect, count: number): number {
  return Math.max(1, Math.round(Math.sqrt((count * width) / height / 3)));
}
