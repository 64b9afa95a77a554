/** An account from inside: its roles and users in groups by who is let in, drawn within the account's box. */
import { type Filters, pairOf, passes } from "./filters.ts";
import { gridCells } from "./layout.ts";
import type { AccountMap, Box, Flag, Layout, OrganizationMap, Pair, Rect } from "./model.ts";
import { type AccountUse, isShown, joinedUse, type Use } from "./use.ts";

type Group = { readonly id: string; readonly label: string; readonly members: readonly number[] };

const groupLabels = {
  outside: "Let outsiders in",
  accounts: "Let other accounts in",
  administrator: "Lead to an administrator",
  rest: "Others",
} as const;

/** The layout with the account's principals in it, and the pairs between boxes that take the place of the account's own. */
export function withAccount(
  layout: Layout,
  map: OrganizationMap,
  detail: AccountMap,
): { readonly layout: Layout; readonly boxOfPrincipal: readonly number[]; readonly account: number } {
  const account = layout.boxes.findIndex(({ id }) => id === `account:${detail.account}`);
  const around = layout.boxes[account];
  if (around === undefined) return { layout, boxOfPrincipal: [], account: 0 };
  const boxes: Box[] = [...layout.boxes];
  const boxOfPrincipal = new Array<number>(detail.roles.length).fill(account);
  const groups = groupsOf(detail, map.flags).filter(({ members }) => members.length > 0);
  const inner = inset(around.rect, around.rect.height * 0.08);
  const children = stripes(inner, groups).map(([group, rect]) => {
    const at = boxes.length;
    boxes.push({
      ...plain,
      id: `${around.id}/${group.id}`,
      kind: "role-group",
      label: group.label,
      about: String(group.members.length),
      rect,
      parent: account,
      children: [],
    });
    const cells = gridCells(
      inset(rect, Math.min(rect.height * 0.25, inner.height * 0.045)),
      group.members.length,
    );
    const members = group.members.map((member, index) => {
      const role = detail.roles[member];
      const number = boxes.length;
      boxes.push({
        ...plain,
        id: `${role?.kind ?? "role"}:${role?.arn ?? ""}`,
        kind: role?.kind ?? "role",
        label: role?.name ?? "",
        about: "",
        rect: cells[index] ?? rect,
        parent: at,
        children: [],
        severity: role?.severity ?? null,
      });
      boxOfPrincipal[member] = number;
      return number;
    });
    boxes[at] = { ...(boxes[at] ?? around), children: members };
    return at;
  });
  boxes[account] = { ...around, children };
  return { layout: { ...layout, boxes }, boxOfPrincipal, account };
}

const plain = { severity: null, isUnread: false, isExternal: false } as const;

/** Filters ask for what only trusts have. */
export function showsHops(filters: Filters): boolean {
  return filters.only.length === 0 && filters.technique === null;
}

/** Between boxes. A hop shows where no filter asks for what only trusts have. `use`: null: no trail tells. */
export function detailPairs(
  { layout, boxOfPrincipal }: ReturnType<typeof withAccount>,
  map: OrganizationMap,
  detail: AccountMap,
  filters: Filters,
  use: AccountUse | null = null,
): readonly Pair[] {
  const uses = use === null ? null : usesBetween(layout, use);
  const placeOf = placesOf(layout, map, detail, boxOfPrincipal);
  const isDrawn = passes(filters, map.flags);
  const { from, to, kind, flags, count } = detail.edges;
  const may = 1 << map.flags.indexOf("may");
  const tellsHops = showsHops(filters);
  const pairs = kind.flatMap((what, at): Pair[] => {
    const bits = flags[at] ?? 0;
    const isHop = what !== "trust";
    const isKept = isHop
      ? tellsHops && (filters.certainty === "all" || (filters.certainty === "may") === ((bits & may) !== 0))
      : isDrawn(bits);
    if (!isKept) return [];
    const [a, b] = [placeOf(from[at] ?? 0), placeOf(to[at] ?? 0)];
    const pair = pairOf(a, b, count[at] ?? 1, bits, map.flags);
    // By a technique somebody becomes more than was meant: drawn as what leads to administration is.
    if (isHop && what !== "assume") return [{ ...pair, risk: "administrator" }];
    return [uses === null ? pair : { ...pair, use: takenUse(uses, a, b) }];
  });
  if (uses === null) return pairs;
  return [...pairs, ...(tellsHops ? beyond(uses) : [])].filter((pair) => isShown(pair.use, filters.use));
}

type Uses = Map<string, Use & { readonly from: number; readonly to: number }>;

function usesBetween({ boxes, boxOfPlace }: Layout, { ways }: AccountUse): Uses {
  const byId = new Map(boxes.map(({ id }, at) => [id, at] as const));
  const boxOf = ({ principal, place }: AccountUse["ways"][number]["from"]): number | undefined =>
    principal === null
      ? boxOfPlace[place ?? -1]
      : (byId.get(`role:${principal}`) ?? byId.get(`user:${principal}`));
  const found: Uses = new Map();
  for (const { from: a, to: b, calls, last, impossible, watched } of ways) {
    const [from, to] = [boxOf(a), boxOf(b)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    const own = { calls, last: last === null ? null : Date.parse(last), impossible, watched, possible: true };
    found.set(key, { ...(joinedUse(found.get(key), own) ?? own), from, to });
  }
  return found;
}

/** The first of several arrows between the same two has the use of all. */
function takenUse(uses: Uses, from: number, to: number): Use {
  const known = uses.get(`${from} ${to}`);
  if (known === undefined) return { calls: 0, last: null, impossible: 0, watched: true, possible: true };
  const { calls, last, impossible, watched } = known;
  uses.set(`${from} ${to}`, { ...known, calls: 0, impossible: 0 });
  return { calls, last, impossible, watched, possible: true };
}

/** What was used, and has no arrow among what is possible. */
function beyond(uses: Uses): readonly Pair[] {
  return [...uses.values()].flatMap(({ from, to, ...use }): Pair[] =>
    use.calls === 0
      ? []
      : [{ from, to, roles: 1, risk: "internal", proven: true, use: { ...use, possible: false } }],
  );
}

function placesOf(
  layout: Layout,
  map: OrganizationMap,
  detail: AccountMap,
  boxOfPrincipal: readonly number[],
): (place: number) => number {
  const accounts = new Map(map.accounts.map(({ id }, at) => [id, at] as const));
  const parties = new Map(
    map.parties.map(({ kind, id }, at) => [`${kind} ${id}`, map.accounts.length + at] as const),
  );
  const elsewhere = [
    ...detail.accounts.map((id) => accounts.get(id)),
    ...detail.parties.map(({ kind, id }) => parties.get(`${kind} ${id}`)),
  ];
  return (place) =>
    boxOfPrincipal[place] ?? layout.boxOfPlace[elsewhere[place - boxOfPrincipal.length] ?? -1] ?? 0;
}

/** By the worst that is let in. */
function groupsOf({ roles, edges }: AccountMap, flags: readonly Flag[]): readonly Group[] {
  const bit = (flag: Flag) => 1 << flags.indexOf(flag);
  const [external, service, leads] = [bit("external"), bit("service"), bit("leadsToAdministrator")];
  const letsIn = new Map<number, number>();
  for (const [at, kind] of edges.kind.entries()) {
    if (kind !== "trust") continue;
    const bits = edges.flags[at] ?? 0;
    const rank = (bits & external) !== 0 ? 2 : (bits & service) !== 0 ? 0 : 1;
    const to = edges.to[at] ?? 0;
    letsIn.set(to, Math.max(rank, letsIn.get(to) ?? 0));
  }
  const nameOf = (at: number): keyof typeof groupLabels => {
    const rank = letsIn.get(at) ?? 0;
    if (rank === 2) return "outside";
    if (rank === 1) return "accounts";
    return ((roles[at]?.flags ?? 0) & leads) !== 0 ? "administrator" : "rest";
  };
  const members = Map.groupBy(roles.keys(), nameOf);
  return Object.entries(groupLabels).map(([id, label]) => ({
    id,
    label,
    // INVARIANT: the keys of groupLabels are what nameOf gives.
    members: members.get(id as keyof typeof groupLabels) ?? [],
  }));
}

/** One below the other, as high as they have members; none so low that it can't be seen. */
function stripes(rect: Rect, groups: readonly Group[]): readonly (readonly [Group, Rect])[] {
  const least = 0.12;
  // By the root: a few roles that let outsiders in are not to be a line beside hundreds of others.
  const weight = ({ members }: Group) => Math.sqrt(Math.max(members.length, 1));
  const whole = groups.reduce((sum, group) => sum + weight(group), 0);
  const shares = groups.map((group) => Math.max(least, weight(group) / whole));
  const sum = shares.reduce((a, b) => a + b, 0);
  let y = rect.y;
  return groups.map((group, at) => {
    const height = (rect.height * (shares[at] ?? 0)) / sum;
    const stripe = { ...rect, y, height: height * 0.96 };
    y += height;
    return [group, stripe] as const;
  });
}

/** `above`: the room for the name. */
function inset({ x, y, width, height }: Rect, above: number): Rect {
  const side = Math.min(width, height) * 0.02;
  return { x: x + side, y: y + above, width: width - 2 * side, height: height - above - side };
}
