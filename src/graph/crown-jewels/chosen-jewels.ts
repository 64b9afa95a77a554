/** What somebody says is worth most: by tags, by patterns of ARNs, or declared in intent. */
import { glob, type Pattern, patternMatches } from "../../logic/index.ts";
import type { AccountId, Arn, Tag } from "../../model/index.ts";
import type { ReachGraph } from "../reach/index.ts";
import { resourcesOf } from "./default-jewels.ts";
import { administratorOf, type Jewel, type JewelKind, withoutRepeats } from "./jewel.ts";

export type TagChoice = {
  readonly key: string;
  /** Null: whatever the value. */
  readonly value: string | null;
};

export type JewelChoice = {
  readonly tags: readonly TagChoice[];
  /** ARNs with wildcards. */
  readonly patterns: readonly string[];
  /** Those of intent. */
  readonly declared: readonly string[];
};

/** Null: nobody has chosen anything. */
export function chosenJewels(
  graph: ReachGraph,
  { tags, patterns, declared }: JewelChoice,
): readonly Jewel[] | null {
  if (tags.length > 0 || patterns.length > 0) {
    return withoutRepeats([...tagged(graph, tags), ...matching(graph, patterns, "matching")]);
  }
  return declared.length > 0 ? withoutRepeats(matching(graph, declared, "declared")) : null;
}

type Thing = { readonly arn: Arn; readonly account: AccountId; readonly tags: readonly Tag[] };

function* things({ snapshot }: ReachGraph): Iterable<Thing> {
  for (let role = 0; role < snapshot.roles.count; role++) {
    const { arn, account, tags } = snapshot.roles.row(role);
    yield { arn, account, tags };
  }
  for (const [index] of snapshot.accounts.entries()) {
    for (const { arn, account, tags } of snapshot.accountData(index)?.users ?? [])
      yield { arn, account, tags };
  }
  for (const { account, resource } of resourcesOf(snapshot, null)) {
    yield { arn: resource.arn, account: account.id, tags: tagsIn(resource.attributes.tags) };
  }
}

function* tagged(graph: ReachGraph, choices: readonly TagChoice[]): Iterable<Jewel> {
  if (choices.length === 0) return;
  const chosenIn = (tags: readonly Tag[]): string | null => {
    const found = tags.find(({ key, value }) =>
      choices.some((choice) => choice.key === key && (choice.value === null || choice.value === value)),
    );
    return found === undefined ? null : `It has the tag ${found.key}=${found.value}.`;
  };
  for (const { id, tags } of graph.snapshot.accounts) {
    const because = chosenIn(tags);
    if (because !== null) yield administratorOf(id, "tagged", because);
  }
  for (const { arn, account, tags } of things(graph)) {
    const because = chosenIn(tags);
    if (because !== null) yield single(arn, account, "tagged", because);
  }
}

function* matching(graph: ReachGraph, texts: readonly string[], kind: JewelKind): Iterable<Jewel> {
  if (texts.length === 0) return;
  const patterns = texts.map((text): readonly [string, Pattern] => [text, glob(text)]);
  for (const { arn, account } of things(graph)) {
    const match = patterns.find(([, pattern]) => patternMatches(pattern, arn));
    if (match === undefined) continue;
    const because = kind === "declared" ? `accesslens.yaml declares ${match[0]}.` : `It matches ${match[0]}.`;
    yield single(arn, account, kind, because);
  }
}

function single(arn: Arn, account: AccountId, kind: JewelKind, because: string): Jewel {
  return { id: arn, kind, account, because: [because], ends: [{ kind: "arn", arn }] };
}

/** Tags of resources stand among their attributes, as the service gives them: a list, or an object. */
function tagsIn(value: unknown): readonly Tag[] {
  if (Array.isArray(value)) return value.flatMap(tagOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === "string" ? [{ key, value: one }] : [],
  );
}

function tagOf(row: unknown): readonly Tag[] {
  if (typeof row !== "object" || row === null) return [];
  const { Key, Value, key, value } = Object.fromEntries(Object.entries(row));
  const [name, text] = [Key ?? key, Value ?? value];
  return typeof name === "string" && typeof text === "string" ? [{ key: name, value: text }] : [];
}
