/**
 * An alert as people are told it, whatever the channel: who gained what, under which guard, reaching what, who did it, what to do.
 * Texts are cut and otherwise as they came: each channel neutralises them for itself.
 */
import type { Alert, AlertSeverity, DriftChange, DriftEvent } from "../../model/index.ts";
import { isoTime } from "../json-message.ts";
import { whatToDo } from "./advice.ts";
import { actorLine, counted, cut, findingLine, guardLine, partyLine } from "./lines.ts";

export type StoryPart =
  /** Of one change among several: what it is about. */
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: "list"; readonly title: string; readonly items: readonly string[] }
  /** A policy's text. */
  | { readonly kind: "code"; readonly title: string; readonly text: string };

export type Story = {
  readonly id: string;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly parts: readonly StoryPart[];
};

/** How much is told: receivers have limits. */
export type Detail = {
  readonly events: number;
  readonly changes: number;
  readonly items: number;
  readonly letters: number;
  /** Policies before and after, so many letters of each. */
  readonly documents: number;
};

/** For channels that take as much as people read. */
export const wholeStory: Detail = { events: 10, changes: 5, items: 10, letters: 600, documents: 6000 };
/** The same without the policies' texts. */
export const shorterStory: Detail = { events: 10, changes: 3, items: 6, letters: 400, documents: 0 };

/** To the least that still says what happened. */
const stillShorter: readonly Detail[] = [
  { events: 5, changes: 2, items: 3, letters: 240, documents: 0 },
  { events: 2, changes: 1, items: 2, letters: 160, documents: 0 },
];

/** The first that the channel can take; the least where none fits, which a channel has to be able to take. */
export function fittingStory<T>(alert: Alert, render: (story: Story) => T, fits: (made: T) => boolean): T {
  let made = render(storyOf(alert, wholeStory));
  for (const detail of [shorterStory, ...stillShorter]) {
    if (fits(made)) return made;
    made = render(storyOf(alert, detail));
  }
  return made;
}

export function storyOf(alert: Alert, detail: Detail): Story {
  const title = cut(alert.title, Math.min(detail.letters, 300));
  const [only] = alert.events;
  const isOne = alert.events.length === 1 && alert.more === 0;
  const parts = isOne && only !== undefined ? eventParts(only, detail) : manyParts(alert, detail);
  return {
    id: alert.id,
    severity: alert.severity,
    title,
    parts: parts
      .filter((part) => part.kind !== "list" || part.items.length > 0)
      .map((part) => cutPart(part, detail)),
  };
}

function cutPart(part: StoryPart, { letters }: Detail): StoryPart {
  switch (part.kind) {
    case "heading":
    case "text":
      return { ...part, text: cut(part.text, letters) };
    case "facts":
      return { ...part, rows: part.rows.map(([label, value]) => [label, cut(value, letters)]) };
    case "list":
      return { ...part, items: part.items.map((item) => cut(item, letters)) };
    case "code":
      return part;
  }
}

/** The first ones, and how many are not told. */
function some<T>(all: readonly T[], most: number, told: (one: T) => string, more = 0): readonly string[] {
  const rest = Math.max(0, all.length - most) + more;
  return [...all.slice(0, most).map(told), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

function eventParts(event: DriftEvent, detail: Detail): readonly StoryPart[] {
  return [
    { kind: "facts", rows: factsOf(event) },
    ...remarks(event),
    ...changesOf(event, detail),
    { kind: "list", title: "Who did it", items: whoDidIt(event, detail) },
    { kind: "list", title: "Why it matters", items: some(event.severityReasons, detail.items, (one) => one) },
    ...findingParts(event, detail),
    { kind: "list", title: "What to do", items: whatToDo(event) },
    ...documents(event, detail),
  ];
}

function manyParts(alert: Alert, detail: Detail): readonly StoryPart[] {
  const { events, more, accounts } = alert;
  const stories = [...Map.groupBy(events, sameStory).values()];
  const shown = stories.slice(0, detail.events);
  const hidden = events.length - shown.reduce((sum, group) => sum + group.length, 0) + more;
  const [first] = events;
  return [
    {
      kind: "facts",
      rows: [
        ["Changes", String(events.length + more)],
        ...(accounts.length > 0
          ? [["Accounts", `${accounts.length}: ${some(accounts, 10, (one) => one).join(", ")}`] as const]
          : []),
        ["When", `until ${isoTime(alert.at)}`],
      ],
    },
    { kind: "list", title: "Who did it", items: commonActors(events, detail) },
    ...shown.flatMap((group) => groupParts(group, detail)),
    ...(hidden > 0
      ? [
          {
            kind: "text",
            text: `${counted(hidden, "more change")} of the same alert not told here.`,
          } as const,
        ]
      : []),
    { kind: "list", title: "What to do", items: first === undefined ? [] : whatToDo(first) },
  ];
}

/** What would be told in the same words: told once, with all that it is about. */
function sameStory({ severity, changes, interlude, expected, reverts, kind }: DriftEvent): string {
  const said = changes.map(({ summary, gained, lost }) => [
    summary,
    gained.map(partyLine),
    lost.map(partyLine),
  ]);
  return JSON.stringify([severity, said, interlude, expected, reverts, kind]);
}

function groupParts(group: readonly DriftEvent[], detail: Detail): readonly StoryPart[] {
  const [event] = group;
  if (event === undefined) return [];
  const what = ({ subject, accountName }: DriftEvent): string =>
    accountName === null ? subject : `${subject} (${accountName})`;
  return [
    { kind: "heading", text: `${event.severity}: ${event.title}` },
    { kind: "list", title: "What", items: some(group, detail.items, what) },
    ...remarks(event),
    ...changesOf(event, { ...detail, changes: 1, items: Math.min(detail.items, 3) }),
  ];
}

function factsOf(event: DriftEvent): readonly (readonly [string, string])[] {
  const { subject, account, accountName, organizationPath, ownerTags, at, noticedAt } = event;
  const seconds = Math.round((noticedAt - at) / 1000);
  const tags = Object.entries(ownerTags).map(([key, value]) => `${key}=${value}`);
  const rows: (readonly [string, string] | null)[] = [
    ["What", subject],
    account === null ? null : ["Account", accountName === null ? account : `${account} (${accountName})`],
    organizationPath === null ? null : ["Where", organizationPath],
    tags.length === 0 ? null : ["Owner", tags.join(", ")],
    [
      "When",
      seconds >= 1 && event.events.length > 0
        ? `${isoTime(at)}, noticed ${spanOf(seconds)} later`
        : isoTime(at),
    ],
  ];
  return rows.filter((row) => row !== null);
}

/** `7 s`, `3 min`, `5 h`, `206 days`. */
function spanOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

function remarks(event: DriftEvent): readonly StoryPart[] {
  const texts: string[] = [];
  const { interlude, expected, reverts } = event;
  if (interlude !== null) {
    const seconds = Math.max(0, Math.round((interlude.to - interlude.from) / 1000));
    texts.push(
      `It was possible from ${isoTime(interlude.from)} to ${isoTime(interlude.to)}, for ${seconds} s, and is not any more.`,
    );
  }
  if (event.kind === "missed-by-events") texts.push("A full read found it: no event had told of it.");
  if (event.kind === "unresolved") {
    texts.push(
      "No read has confirmed what the last event said: what is told here may not be what is in force.",
    );
  }
  if (reverts !== null) texts.push(`It takes back an earlier change (${reverts}).`);
  if (expected !== null) texts.push(`It was announced: ticket ${expected.ticket}.`);
  return texts.map((text) => ({ kind: "text", text }));
}

function changesOf(event: DriftEvent, detail: Detail): readonly StoryPart[] {
  const { items } = detail;
  const shown = event.changes.slice(0, detail.changes);
  const hidden = event.changes.length - shown.length;
  return [
    ...shown.flatMap((change): readonly StoryPart[] => [
      { kind: "text", text: change.summary === "" ? unsummarised(change) : change.summary },
      {
        kind: "list",
        title: "Gained access",
        items: some(change.gained, items, partyLine, change.more.gained),
      },
      { kind: "list", title: "Lost access", items: some(change.lost, items, partyLine, change.more.lost) },
      { kind: "list", title: "Guards", items: some(change.guards, items, guardLine) },
      { kind: "list", title: "From there", items: some(change.reaches, items, (one) => one) },
      { kind: "list", title: "Not known", items: some(change.notes, items, (one) => one) },
    ]),
    ...(hidden > 0
      ? [{ kind: "text", text: `${counted(hidden, "more change")} of the same subject.` } as const]
      : []),
  ];
}

function unsummarised({ kind, happened, subject }: DriftChange): string {
  return `${kind} ${happened}: ${subject}`;
}

function whoDidIt(event: DriftEvent, { items }: Detail): readonly string[] {
  const calls = event.events.map(({ name, at }) => `${name} at ${isoTime(at)}`);
  return [
    ...(event.actors.length === 0 ? ["Not known: no event tells it."] : some(event.actors, items, actorLine)),
    ...(calls.length === 0 ? [] : [`by ${some(calls, 3, (one) => one).join(", ")}`]),
  ];
}

function commonActors(events: readonly DriftEvent[], { items }: Detail): readonly string[] {
  const lines = [...new Set(events.flatMap(({ actors }) => actors.map(actorLine)))];
  const names = [...new Set(events.flatMap((event) => event.events.map(({ name }) => name)))];
  if (lines.length === 0) return ["Not known: no event tells it."];
  return [
    ...some(lines, Math.min(items, 5), (one) => one),
    ...(names.length === 0 ? [] : [`by ${some(names, 5, (one) => one).join(", ")}`]),
  ];
}

function findingParts({ findings }: DriftEvent, { items }: Detail): readonly StoryPart[] {
  return [
    { kind: "list", title: "Findings opened", items: some(findings.opened, items, findingLine) },
    { kind: "list", title: "Findings closed", items: some(findings.closed, items, findingLine) },
  ];
}

function documents({ changes }: DriftEvent, { documents: most }: Detail): readonly StoryPart[] {
  if (most === 0) return [];
  return changes
    .slice(0, 2)
    .flatMap(({ before, after }): readonly StoryPart[] => [
      ...(before === null ? [] : [{ kind: "code", title: "Before", text: cut(before, most) } as const]),
      ...(after === null ? [] : [{ kind: "code", title: "After", text: cut(after, most) } as const]),
    ]);
}
