/** Which changes a channel takes. */
import type { DriftEvent } from "../../model/index.ts";
import type { MaintenanceWindow, Routing } from "../rule-settings.ts";
import type { ChannelSettings } from "../settings.ts";
import { severityRank } from "./groups.ts";
import { endOfSpan } from "./local-time.ts";
import { matches } from "./patterns.ts";

export type NotTaken = {
  readonly verdict: "below-severity" | "not-routed" | "maintenance" | "expected";
  /** One sentence. */
  readonly why: string;
};

/** Why this channel does not tell this change; null: it does. */
export function notTaken(
  event: DriftEvent,
  channel: ChannelSettings,
  windows: readonly MaintenanceWindow[],
): NotTaken | null {
  const { route = {}, name } = channel;
  const { atLeast } = route;
  if (atLeast !== undefined && severityRank(event.severity) < severityRank(atLeast)) {
    const why = `It is ${event.severity}, and ${name} takes what is ${atLeast} or worse (route.atLeast).`;
    return { verdict: "below-severity", why };
  }
  const unmet = unmetRule(event, route);
  if (unmet !== null) return { verdict: "not-routed", why: `${unmet} (route of ${name}).` };
  if (event.expected !== null && !channel.tellExpected) {
    const { ticket, approval } = event.expected;
    return {
      verdict: "expected",
      why: `It was announced by ticket ${ticket} (approval ${approval}), and ${name} does not tell what is expected.`,
    };
  }
  const window = windows.find((one) => isWithin(event, name, one));
  if (window === undefined) return null;
  return {
    verdict: "maintenance",
    why: `It happened in the maintenance window ${JSON.stringify(window.name)}.`,
  };
}

/** The first rule that is not met, as the beginning of a sentence. */
function unmetRule(event: DriftEvent, route: Routing): string | null {
  const { accounts, organizationalUnits, ownerTags, kinds, onlyExternalGains } = route;
  if (accounts !== undefined && !isOneOf(event.account, accounts)) {
    return `Its account, ${event.account ?? "none"}, is not among route.accounts`;
  }
  if (organizationalUnits !== undefined && !organizationalUnits.some((unit) => isBelow(event, unit))) {
    return `Its place in the organization, ${event.organizationPath ?? "unknown"}, is under none of route.organizationalUnits`;
  }
  for (const [tag, wanted] of Object.entries(ownerTags ?? {})) {
    const value = Object.hasOwn(event.ownerTags, tag) ? event.ownerTags[tag] : undefined;
    const patterns = typeof wanted === "string" ? [wanted] : wanted;
    if (value === undefined || !patterns.some((pattern) => matches(pattern, value))) {
      return `Its tag ${tag} is ${value ?? "not set"}, which is not what route.ownerTags asks`;
    }
  }
  if (kinds !== undefined && !event.changes.some(({ kind }) => kinds.includes(kind))) {
    const own = [...new Set(event.changes.map(({ kind }) => kind))].join(", ");
    return `It is about ${own || "nothing in particular"}, which is not among route.kinds`;
  }
  if (onlyExternalGains === true && !mayGainOutsiders(event)) {
    return "Nobody outside the organization gains access by it, which route.onlyExternalGains asks";
  }
  return null;
}

function isOneOf(value: string | null, values: readonly string[]): boolean {
  return value !== null && values.includes(value);
}

/** A unit's id is a step of the path; a path is where it begins. */
function isBelow({ organizationPath }: DriftEvent, unit: string): boolean {
  if (organizationPath === null) return false;
  return unit.includes("/")
    ? organizationPath.startsWith(unit.endsWith("/") ? unit : `${unit}/`)
    : organizationPath.split("/").includes(unit);
}

/**
 * Also where it can't be told: a guard that got weaker may be an outsider's, what could not be decided may let anybody in. Of
 * parties, outsiders come first, so that those only counted are none where the first ones are none.
 */
function mayGainOutsiders(event: DriftEvent): boolean {
  return (
    event.kind === "unresolved" ||
    event.changes.some(
      (change) =>
        change.meaning === "unclear" ||
        change.gained.some(({ external }) => external) ||
        (change.gained.length === 0 && change.more.gained > 0) ||
        change.guards.some(({ weaker }) => weaker),
    )
  );
}

function isWithin(event: DriftEvent, channel: string, window: MaintenanceWindow): boolean {
  const { accounts, organizationalUnits, channels, below, from, to, weekly } = window;
  if (channels !== undefined && !channels.includes(channel)) return false;
  if (below !== undefined && severityRank(event.severity) >= severityRank(below)) return false;
  if (accounts !== undefined && !isOneOf(event.account, accounts)) return false;
  if (organizationalUnits !== undefined && !organizationalUnits.some((unit) => isBelow(event, unit))) {
    return false;
  }
  if (weekly !== undefined) return endOfSpan(weekly, event.at) !== null;
  if (from === undefined || to === undefined) return false;
  return Date.parse(from) <= event.at && event.at <= Date.parse(to);
}
