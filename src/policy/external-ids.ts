/** External IDs in texts of policies: where they stand, and the text without them. */
import { type JsonNode, readJson } from "./json.ts";

const externalId = "sts:externalid";

/** An external ID. Length is told, because "too short" is a finding. */
export function maskValue(value: string): string {
  return `<masked, ${value.length} characters>`;
}

/**
 * In a policy's or statement's text: the values under the key, whatever the operator. The layout stays.
 * Values that `keep` says yes to stay as well.
 */
export function maskPolicyText(text: string, keep: (value: string) => boolean = () => false): string {
  if (!text.toLowerCase().includes(externalId)) return text;
  const json = readStatement(text);
  // What can't be read can't be masked in part.
  if (!json.ok) return "<not shown: it holds an external ID and is no valid JSON>";
  const values: ExternalIdPlace[] = [];
  collectValues(json.value, false, values);
  let shown = "";
  let from = 0;
  for (const { start, end, value } of values) {
    if (keep(value)) continue;
    shown += text.slice(from, start) + JSON.stringify(maskValue(value));
    from = end;
  }
  return shown + text.slice(from);
}

/** Evidence is cut out of a list: the comma after a statement is no part of its JSON. */
function readStatement(text: string): ReturnType<typeof readJson> {
  return readJson(text.replace(/,\s*$/, ""));
}

export type ExternalIdPlace = {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** What it is compared by. */
  readonly operator: string;
};

/** `key`: of the member that holds the node. */
function collectValues(
  node: JsonNode,
  isInside: boolean,
  values: ExternalIdPlace[],
  operator = "",
  key = "",
): void {
  if (node.kind === "object") {
    for (const member of node.members) {
      const isKey = member.key.toLowerCase() === externalId;
      collectValues(member.value, isInside || isKey, values, isKey && !isInside ? key : operator, member.key);
    }
  } else if (node.kind === "array") {
    for (const item of node.items) collectValues(item, isInside, values, operator, key);
  } else if (node.kind === "string" && isInside && !/^(true|false)$/.test(node.value)) {
    values.push({ start: node.start, end: node.end, value: node.value, operator });
  }
}

/** Where a policy's or statement's text gives values to `sts:ExternalId`; none where it is no JSON. */
export function externalIdPlaces(text: string): readonly ExternalIdPlace[] {
  const json = readStatement(text);
  const values: ExternalIdPlace[] = [];
  if (json.ok) collectValues(json.value, false, values);
  return values;
}
