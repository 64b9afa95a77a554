/** What is looked for, counted and listed of one change: small enough to keep of many. */
import type { AccessParty, DriftChange, GuardChange } from "../../model/index.ts";
import type { StoredDriftEvent } from "../../store/state/index.ts";
import type { DriftRow } from "./drift-shape.ts";

export type DriftFacts = {
  readonly row: DriftRow;
  /** What a text is looked for in, lower case. */
  readonly searched: string;
  /** Actors and those who issued their sessions, lower case. */
  readonly searchedActors: string;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
};

const longestTitle = 600;

export function driftFacts(event: StoredDriftEvent): DriftFacts {
  const { id, sequence, kind, at, severity, subject, account, accountName, actors, changes } = event;
  const title = event.title.length > longestTitle ? `${event.title.slice(0, longestTitle)}…` : event.title;
  const guards = changes.flatMap((one) => one.guards);
  const weakened = guards.filter(({ weaker }) => weaker).length;
  const principals = actors.map(({ principal }) => principal);
  return {
    row: {
      id,
      sequence,
      kind,
      at,
      severity,
      title,
      subject,
      account,
      accountName,
      about: [...new Set(changes.map((one) => one.kind))],
      sides: sidesOf(changes),
      gained: sum(changes, ({ gained, more }) => gained.length + more.gained),
      lost: sum(changes, ({ lost, more }) => lost.length + more.lost),
      weakened,
      strengthened: guards.length - weakened,
      actors: [...new Set(principals)],
      ticket: event.expected?.ticket ?? null,
      reverts: event.reverts,
      revertedBy: event.revertedBy,
    },
    searched: [title, subject, id, event.expected?.ticket ?? ""].join("\n").toLowerCase(),
    searchedActors: actors
      .flatMap(({ principal, sessionIssuer }) => [principal, sessionIssuer ?? ""])
      .join("\n")
      .toLowerCase(),
    opened: event.findings.opened.map((one) => one.id),
    closed: event.findings.closed.map((one) => one.id),
  };
}

/** What an outsider could come in by, once it is gone. */
const againstOutsiders: ReadonlySet<GuardChange["change"]> = new Set([
  "external-id-dropped",
  "organization-dropped",
]);

function sidesOf(changes: readonly DriftChange[]): DriftRow["sides"] {
  const isOutside = ({ external }: AccessParty): boolean => external;
  const outsiders = changes.some(
    ({ gained, guards }) =>
      gained.some(isOutside) || guards.some((one) => one.weaker && againstOutsiders.has(one.change)),
  );
  const gained = changes.some(
    ({ gained: who, more, guards, meaning }) =>
      who.length + more.gained > 0 ||
      guards.some(({ weaker }) => weaker) ||
      meaning === "wider" ||
      meaning === "other",
  );
  const lost = changes.some(
    ({ lost: who, more, guards, meaning }) =>
      who.length + more.lost > 0 ||
      guards.some(({ weaker }) => !weaker) ||
      meaning === "narrower" ||
      meaning === "other",
  );
  return [
    ...(gained || outsiders ? (["gained"] as const) : []),
    ...(lost ? (["lost"] as const) : []),
    ...(outsiders ? (["outsiders"] as const) : []),
    ...(gained || lost || outsiders ? [] : (["neither"] as const)),
  ];
}

function sum(changes: readonly DriftChange[], of: (change: DriftChange) => number): number {
  return changes.reduce((total, change) => total + of(change), 0);
}
