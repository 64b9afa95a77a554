/** A graph as named typed arrays, for a cache to keep; and back. */
import type { Snapshot, TextColumn } from "../model/index.ts";
import { type AssumeColumns, type AssumeGraph, assumeGraph } from "./assume-graph.ts";

export type GraphSection = { readonly name: string; readonly data: Uint8Array | Uint32Array };

/** What a cache must be able to do for {@link graphFromSections}. */
export interface SectionSource {
  uint32(name: string): Uint32Array | null;
  bytes(name: string): Uint8Array | null;
}

const numberColumns = ["slotOfRole", "slotStart", "edgeParty", "edgeGuard", "edgeTerms"] as const;
const textColumns = ["parties", "guards", "terms"] as const;

export function graphSections({ columns }: AssumeGraph): readonly GraphSection[] {
  return [
    ...numberColumns.map((name) => ({ name: `graph/${name}`, data: columns[name] })),
    ...textColumns.flatMap((name) => textSections(`graph/${name}`, columns[name])),
  ];
}

/** Null: some section is missing, or they do not fit each other or the snapshot; build the graph again then. */
export function graphFromSections(snapshot: Snapshot, source: SectionSource): AssumeGraph | null {
  const slotOfRole = source.uint32("graph/slotOfRole");
  const slotStart = source.uint32("graph/slotStart");
  const edgeParty = source.uint32("graph/edgeParty");
  const edgeGuard = source.uint32("graph/edgeGuard");
  const edgeTerms = source.uint32("graph/edgeTerms");
  const parties = textColumn(source, "graph/parties");
  const guards = textColumn(source, "graph/guards");
  const terms = textColumn(source, "graph/terms");
  if (slotOfRole === null || slotStart === null || edgeParty === null || edgeGuard === null) return null;
  if (edgeTerms === null || parties === null || guards === null || terms === null) return null;
  const edges = slotStart.at(-1);
  const fits =
    slotOfRole.length === snapshot.roles.count &&
    edges === edgeParty.length &&
    edges === edgeGuard.length &&
    edges === edgeTerms.length;
  if (!fits) return null;
  const columns: AssumeColumns = {
    slotOfRole,
    slotStart,
    edgeParty,
    edgeGuard,
    edgeTerms,
    parties,
    guards,
    terms,
  };
  return assumeGraph(snapshot, columns);
}

function textSections(name: string, texts: TextColumn): readonly GraphSection[] {
  const encoder = new TextEncoder();
  const ends = new Uint32Array(texts.length);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let id = 0; id < texts.length; id++) {
    const part = encoder.encode(texts.at(id));
    parts.push(part);
    length += part.length;
    ends[id] = length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return [
    { name: `${name}.ends`, data: ends },
    { name: `${name}.utf8`, data: bytes },
  ];
}

function textColumn(source: SectionSource, name: string): TextColumn | null {
  const ends = source.uint32(`${name}.ends`);
  const bytes = source.bytes(`${name}.utf8`);
  if (ends === null || bytes === null || (ends.at(-1) ?? 0) !== bytes.length) return null;
  const decoder = new TextDecoder();
  return {
    length: ends.length,
    at: (id) => decoder.decode(bytes.subarray(id === 0 ? 0 : ends[id - 1], ends[id])),
  };
}
