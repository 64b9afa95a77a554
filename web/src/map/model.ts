/** What the map is made of: boxes (units, accounts, outside parties, roles) within boxes, and who is let in from one to another. */
import type { Answer } from "../api/client.ts";
import { joinedUse, type Use } from "./use.ts";

export type OrganizationMap = Answer<"/api/map">;
export type AccountMap = Answer<"/api/map/account">;
export type Flag = OrganizationMap["flags"][number];
export type Severity = NonNullable<OrganizationMap["accounts"][number]["severity"]>;

/** In the map's own units, which the camera turns into pixels. */
export type Rect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type BoxKind =
  | "organization"
  | "unit"
  | "account"
  | "side"
  | "party-group"
  | "party"
  | "role-group"
  | "role"
  | "user";

export type Box = {
  /** Stays the same between visits, and stands in addresses: `unit:ou-…`, `account:123456789012`, `party:federated:…`. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly label: string;
  /** What it holds or is, in a few words; empty: nothing to say. */
  readonly about: string;
  readonly rect: Rect;
  readonly parent: number | null;
  readonly children: readonly number[];
  readonly severity: Severity | null;
  /** An account that was not read, or something outside: drawn apart from what is known. */
  readonly isUnread: boolean;
  readonly isExternal: boolean;
};

export type Layout = {
  readonly boxes: readonly Box[];
  /** By an account's or party's place in the map's columns. */
  readonly boxOfPlace: readonly number[];
  readonly bounds: Rect;
};

/** Worst first. What an arrow's colour and dashes say. */
export const risks = ["open", "external", "administrator", "internal", "service"] as const;
export type Risk = (typeof risks)[number];

export const riskWords: Readonly<Record<Risk, string>> = {
  open: "anyone, or an outside account without external ID",
  external: "from outside",
  administrator: "inside, leads to an administrator",
  internal: "inside",
  service: "AWS services",
};

export function riskOf(has: (flag: Flag) => boolean): Risk {
  if (has("anyone") || has("withoutExternalId")) return "open";
  if (has("external")) return "external";
  if (has("service")) return "service";
  return has("leadsToAdministrator") ? "administrator" : "internal";
}

/** Who is let in from one place to another: counted. */
export type Pair = {
  /** Places, or boxes: as who makes it says. */
  readonly from: number;
  readonly to: number;
  /** Trusts: of a role that lets in several, each; of hops, how many principals are at the other end. */
  readonly roles: number;
  readonly risk: Risk;
  /** Whether at least one of them is proven. */
  readonly proven: boolean;
  /** Left out: no trail tells. */
  readonly use?: Use;
};

/** Of several between the same two, the worst is drawn, for all of them. */
export function joined(one: Pair, other: Pair): Pair {
  const risk = worse(one.risk, other.risk);
  const use = joinedUse(one.use, other.use);
  const proven = one.proven || other.proven;
  return { ...one, roles: one.roles + other.roles, risk, proven, ...(use && { use }) };
}

export function worse(one: Risk, other: Risk): Risk {
  return risks.indexOf(one) <= risks.indexOf(other) ? one : other;
}
