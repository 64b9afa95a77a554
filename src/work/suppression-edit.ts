/**
 * Edits of the file of accepted findings, as texts: entries come in and go, and everything else that people wrote (comments, order, other
 * entries) stays. What comes out is read again, and is not given back unless it says what it is meant to say.
 */
import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isNode, isSeq, YAMLSeq } from "yaml";
import { err, ok, type Result } from "../model/index.ts";
import type { AcceptanceFault } from "./acceptance-fault.ts";
import { endOfDay } from "./intent-file.ts";
import { type SuppressionEntry, suppressionSchema } from "./suppression-file.ts";
import { type FileFault, parseYamlDocument } from "./yaml-file.ts";

/** Why findings are accepted, until when (YYYY-MM-DD, the day itself included), and who says so. */
export type Acceptance = { readonly reason: string; readonly expires: string; readonly owner: string | null };

/** `title` goes into a comment: without external IDs. */
export type FindingToAccept = { readonly id: string; readonly rule: string; readonly title: string };

export type Edited = {
  /** The whole new text; null: nothing is to be written, the file says it already. */
  readonly text: string | null;
  /** Whole ids that have an entry now and had none, or that lost theirs. */
  readonly changed: readonly string[];
  /** Whole ids whose own entry was another before, or the same. */
  readonly replaced: readonly string[];
  readonly unchanged: readonly string[];
};

type Step =
  | { readonly kind: "set"; readonly index: number; readonly entry: SuppressionEntry }
  | { readonly kind: "append"; readonly entry: SuppressionEntry; readonly comment: string }
  | { readonly kind: "remove"; readonly index: number };

/**
 * Each finding has one entry of its own afterwards. One that has an entry which still counts and says something else is refused,
 * unless `replaces`: what somebody decided goes not unnoticed. `now`: seconds since 1970. `path` is for messages.
 */
export function withAcceptances(
  text: string,
  path: string,
  findings: readonly FindingToAccept[],
  { reason, expires, owner }: Acceptance,
  { replaces, now }: { readonly replaces: boolean; readonly now: number },
): Result<Edited, AcceptanceFault> {
  const read = fileOf(text, path);
  if (!read.ok) return read;
  const { entries } = read.value;
  const indexes = Map.groupBy(entries.keys(), (index) => entries[index]?.finding ?? null);
  const steps: Step[] = [];
  const told = { changed: [] as string[], replaced: [] as string[], unchanged: [] as string[] };
  const taken: string[] = [];
  for (const { id, rule, title } of findings) {
    const entry: SuppressionEntry = { finding: id, reason, expires, ...(owner === null ? {} : { owner }) };
    const [first, ...others] = indexes.get(id) ?? [];
    if (first === undefined) {
      steps.push({ kind: "append", entry, comment: `${rule}: ${title}` });
      told.changed.push(id);
      continue;
    }
    const present = [first, ...others].map((index) => entries[index]);
    if (others.length === 0 && isDeepStrictEqual(present[0], entry)) {
      told.unchanged.push(id);
      continue;
    }
    const counts = present.some((one) => one !== undefined && endOfDay(one.expires) > now);
    if (counts && !replaces) taken.push(id);
    steps.push({ kind: "set", index: first, entry });
    for (const index of others) steps.push({ kind: "remove", index });
    told.replaced.push(id);
  }
  if (taken.length > 0) return err(acceptedAlready(taken, entries));
  return edited(read.value, path, steps, told);
}

/** `ids`: whole, or beginnings of at least four characters that one entry alone has. All of them go, or none. */
export function withoutAcceptances(
  text: string,
  path: string,
  ids: readonly string[],
): Result<Edited, AcceptanceFault> {
  const read = fileOf(text, path);
  if (!read.ok) return read;
  const { entries } = read.value;
  const known = new Set(entries.flatMap(({ finding }) => finding ?? []));
  const whole = new Map(ids.map((id) => [id, wholeId(id, known)]));
  const missing = [...whole].flatMap(([id, found]) => (found === null ? [id] : []));
  if (missing.length > 0) {
    return err({
      kind: "not-accepted",
      message: `${path} has no entry of its own for ${shortList(missing)}, or several begin so`,
      advice:
        "Give the whole ids. What an entry for a rule and a subject accepts ends when that entry is taken out of the file by hand.",
    });
  }
  const gone = new Set(whole.values());
  const steps = entries.flatMap(({ finding }, index): Step[] =>
    finding !== undefined && gone.has(finding) ? [{ kind: "remove", index }] : [],
  );
  const changed = [...gone].filter((id) => id !== null);
  return edited(read.value, path, steps, { changed, replaced: [], unchanged: [] });
}

function wholeId(id: string, known: ReadonlySet<string>): string | null {
  if (known.has(id)) return id;
  const alike = id.length < 4 ? [] : [...known].filter((one) => one.startsWith(id));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

function acceptedAlready(ids: readonly string[], entries: readonly SuppressionEntry[]): AcceptanceFault {
  const first = entries.find(({ finding }) => finding === ids[0]);
  const by = first?.owner === undefined ? "" : ` by ${first.owner}`;
  return {
    kind: "accepted-already",
    message: `accepted already: ${shortList(ids)} (the first until ${first?.expires}${by}: ${first?.reason})`,
    advice: "Ask to replace what was said (--replace, or replace: true), or leave these out.",
  };
}

/** The first of them, and how many more. */
export function shortList(texts: readonly string[]): string {
  const more = texts.length > 5 ? ` and ${texts.length - 5} more` : "";
  return `${texts.slice(0, 5).join(", ")}${more}`;
}

type FileText = {
  readonly text: string;
  readonly entries: readonly SuppressionEntry[];
  /** Of the text with line feeds alone. Edited in place. */
  readonly document: Document;
};

function fileOf(text: string, path: string): Result<FileText, AcceptanceFault> {
  const lines = text.replaceAll("\r\n", "\n");
  const read = parseYamlDocument(lines, path, suppressionSchema, "docs/intent.md");
  if (!read.ok) return err(unreadable(read.error));
  const { value, document } = read.value;
  return ok({ text, entries: value.suppressions ?? [], document });
}

function unreadable(faults: readonly FileFault[]): AcceptanceFault {
  const [first] = faults;
  return {
    kind: "unreadable",
    message: first === undefined ? "the file can't be read" : `${first.place}: ${first.message}`,
    advice: `Nothing was changed. ${first?.advice ?? ""}`.trim(),
  };
}

function edited(
  before: FileText,
  path: string,
  steps: readonly Step[],
  told: Omit<Edited, "text">,
): Result<Edited, AcceptanceFault> {
  if (steps.length === 0) return ok({ ...told, text: null });
  const meant = afterSteps(before.entries, steps);
  const text = isJson(before.text)
    ? `${JSON.stringify({ suppressions: meant }, null, 2)}\n`
    : yamlAfter(before, steps);
  const after = text === null ? null : fileOf(text, path);
  if (text === null || after === null || !after.ok || !isDeepStrictEqual(after.value.entries, meant)) {
    return err({
      kind: "unreadable",
      message: `${path}: is written in a way that can't be edited without changing what it says`,
      advice: "Nothing was changed. Write its entries without anchors and aliases, or edit it by hand.",
    });
  }
  return ok({ ...told, text });
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function afterSteps(
  before: readonly SuppressionEntry[],
  steps: readonly Step[],
): readonly SuppressionEntry[] {
  const entries: (SuppressionEntry | null)[] = [...before];
  for (const step of steps) {
    if (step.kind === "append") entries.push(step.entry);
    else entries[step.index] = step.kind === "set" ? step.entry : null;
  }
  return entries.filter((entry) => entry !== null);
}

/** Null: it can't be done. */
function yamlAfter({ text, document }: FileText, steps: readonly Step[]): string | null {
  let list = document.get("suppressions", true);
  if (list === undefined) {
    list = new YAMLSeq(document.schema);
    document.set("suppressions", list);
  }
  if (!isSeq(list)) return null;
  const removed = new Set<number>();
  for (const step of steps) {
    switch (step.kind) {
      case "append":
        append(document, list, step.entry, step.comment);
        break;
      case "set":
        setEntry(document, list, step.index, step.entry);
        break;
      case "remove":
        removed.add(step.index);
    }
  }
  // From the end: the places of the others stay.
  for (const index of [...removed].toSorted((a, b) => b - a)) removeItem(list, index);
  if (list.items.length === 0) list.flow = true;
  try {
    const written = document.toString({ lineWidth: 0, indentSeq: !hasListAtMargin(text) });
    return text.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written;
  } catch {
    // An alias whose anchor was taken away.
    return null;
  }
}

/** `- ` right below the key, not indented: it stays so. */
function hasListAtMargin(text: string): boolean {
  return /^suppressions:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*- /m.test(text.replaceAll("\r\n", "\n"));
}

function append(document: Document, list: YAMLSeq, entry: SuppressionEntry, comment: string): void {
  if (list.items.length === 0) list.flow = false;
  const item = document.createNode(entry, { flow: true });
  item.commentBefore = ` ${comment.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd")}`;
  list.items.push(item);
}

function setEntry(document: Document, list: YAMLSeq, index: number, entry: SuppressionEntry): void {
  const item = list.items[index];
  if (!isMap(item)) {
    list.items[index] = document.createNode(entry, { flow: true });
    return;
  }
  for (const [key, value] of Object.entries(entry)) item.set(key, value);
  if (entry.owner === undefined) item.delete("owner");
}

/**
 * The comment right above an entry is about it, and goes with it; comments that an empty line parts from it stay. Above the first
 * entry they are the list's.
 */
function removeItem(list: YAMLSeq, index: number): void {
  const item = list.items[index];
  list.items.splice(index, 1);
  const next = list.items[index];
  if (index === 0) {
    list.commentBefore = joined(
      withoutLastParagraph(list.commentBefore),
      isNode(next) ? next.commentBefore : null,
    );
    if (isNode(next)) {
      next.commentBefore = null;
      next.spaceBefore = false;
    }
    return;
  }
  const kept = isNode(item) ? withoutLastParagraph(item.commentBefore) : null;
  if (kept === null) return;
  if (isNode(next)) next.commentBefore = joined(kept, next.commentBefore);
  else list.comment = joined(kept, list.comment);
}

function joined(...paragraphs: readonly (string | null | undefined)[]): string {
  return paragraphs.filter((one) => typeof one === "string" && one !== "").join("\n\n");
}

/** Null: nothing is left. */
function withoutLastParagraph(comment: string | null | undefined): string | null {
  const end = comment?.lastIndexOf("\n\n") ?? -1;
  return end <= 0 ? null : (comment?.slice(0, end) ?? null);
}
