/**
 * Masks external IDs: whoever reads one over a shoulder, in a log or in a ticket can use the vendor's confusion. Masked
 * wherever a condition or a request gives a value to `sts:ExternalId`.
 */
import type { Guard, Request } from "../authz/types.ts";
import type { Evidence, Finding, Who } from "../findings/types.ts";
import { type JsonNode, readJson } from "../policy/index.ts";

const externalId = "sts:externalid";

/** Length is told, because "too short" is a finding. */
function masked(value: string): string {
  return `<masked, ${value.length} characters>`;
}

export function maskGuard(guard: Guard): Guard {
  return guard.map((term) =>
    term.key.toLowerCase() === externalId && !term.operator.startsWith("Null")
      ? { ...term, values: term.values.map(masked) }
      : term,
  );
}

export function maskRequest(request: Request): Request {
  const context = Object.entries(request.context).map(([key, value]) => {
    if (key.toLowerCase() !== externalId) return [key, value];
    return [key, typeof value === "string" ? masked(value) : value.map(masked)];
  });
  return { ...request, context: Object.fromEntries(context) };
}

export function maskWho(who: readonly Who[]): readonly Who[] {
  return who.map((one) => ({ ...one, guard: maskGuard(one.guard) }));
}

/**
 * In a policy's or statement's text: the values under the key, whatever the operator. The layout stays.
 * With `only`, no other values than these.
 */
export function maskPolicyText(text: string, only: ReadonlySet<string> | null = null): string {
  if (!text.toLowerCase().includes(externalId)) return text;
  const json = readJson(text);
  // What can't be read can't be masked in part.
  if (!json.ok) return "<not shown: it holds an external ID and is no valid JSON>";
  const values: ValuePlace[] = [];
  collectValues(json.value, false, values);
  let shown = "";
  let from = 0;
  for (const { start, end, value } of values) {
    if (only !== null && !only.has(value)) continue;
    shown += text.slice(from, start) + JSON.stringify(masked(value));
    from = end;
  }
  return shown + text.slice(from);
}

type ValuePlace = { readonly start: number; readonly end: number; readonly value: string };

function collectValues(node: JsonNode, inside: boolean, values: ValuePlace[]): void {
  if (node.kind === "object") {
    for (const { key, value } of node.members) {
      collectValues(value, inside || key.toLowerCase() === externalId, values);
    }
  } else if (node.kind === "array") {
    for (const item of node.items) collectValues(item, inside, values);
  } else if (node.kind === "string" && inside && !/^(true|false)$/.test(node.value)) {
    values.push({ start: node.start, end: node.end, value: node.value });
  }
}

function externalIdsIn(evidence: readonly Evidence[]): ReadonlySet<string> {
  const values: ValuePlace[] = [];
  for (const { text } of evidence) {
    const json = readJson(text);
    if (json.ok) collectValues(json.value, false, values);
  }
  return new Set(values.map((place) => place.value));
}

export function maskFinding(finding: Finding): Finding {
  const { who, guard, witness, evidence, fix } = finding;
  return {
    ...finding,
    who: maskWho(who),
    guard: maskGuard(guard),
    witness: witness === null ? null : maskRequest(witness),
    evidence: evidence.map((one) => ({ ...one, text: maskPolicyText(one.text) })),
    // What a fix proposes anew is meant to be read; what stood there before is not.
    fix:
      fix === null || fix.policy === null
        ? fix
        : { ...fix, policy: maskPolicyText(fix.policy, externalIdsIn(evidence)) },
  };
}
