/** What is told of a difference, whatever it is drawn on: lines of names and texts, not yet neutralised. */
import type { AccessParty, DriftChange, GuardChange } from "../model/index.ts";

export type ToldLine = { readonly name: string; readonly text: string };

/** So many who gained or lost are named in each change. */
const mostNamed = 8;

export function changeLines(change: DriftChange, titleOf: (finding: string) => string): readonly ToldLine[] {
  const { gained, lost, more, guards, reaches, notes, findings, examples } = change;
  return [
    ...partyLines("gained", gained, more.gained),
    ...partyLines("lost", lost, more.lost),
    ...guards.map((guard) => ({ name: guard.weaker ? "weaker" : "guard", text: guardLine(guard) })),
    ...reaches.map((text) => ({ name: "reaches", text })),
    ...exampleLines("allowed now", examples.gained),
    ...exampleLines("no longer", examples.lost),
    ...findings.opened.map((id) => ({ name: "opened", text: titleOf(id) })),
    ...findings.closed.map((id) => ({ name: "closed", text: titleOf(id) })),
    ...notes.map((text) => ({ name: "note", text })),
  ];
}

function partyLines(name: string, parties: readonly AccessParty[], more: number): readonly ToldLine[] {
  const shown = parties.slice(0, mostNamed);
  const rest = parties.length - shown.length + more;
  return [
    ...shown.map((party) => ({ name, text: partyLine(party) })),
    ...(rest > 0 ? [{ name, text: `and ${rest} more` }] : []),
  ];
}

function partyLine({ kind, id, name, external, proven, guard }: AccessParty): string {
  const who = kind === "any-account" ? "any AWS account" : id;
  const facts = [
    ...(external ? ["outside"] : []),
    ...(proven ? [] : ["may"]),
    ...(name === undefined ? [] : [name]),
  ];
  const conditions = guard.map(({ key, operator, values }) => `${key} ${operator} ${values.join(", ")}`);
  return `${who}${facts.length > 0 ? ` (${facts.join(", ")})` : ""}${conditions.length > 0 ? ` if ${conditions.join(" and ")}` : ""}`;
}

function guardLine({ who, key, before, after }: GuardChange): string {
  const side = (texts: readonly string[]): string => (texts.length === 0 ? "nothing" : texts.join(" and "));
  return `${key ?? "principal"} of ${who}: ${side(before)} → ${side(after)}`;
}

function exampleLines(name: string, request: DriftChange["examples"]["gained"]): readonly ToldLine[] {
  if (request === null) return [];
  const { principal, action, resource, context } = request;
  const who = typeof principal === "string" ? principal : `federated by ${principal.federated}`;
  const keys = Object.entries(context).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : value.join(",")}`,
  );
  return [
    {
      name,
      text: `${action} on ${resource.arn} by ${who}${keys.length > 0 ? ` with ${keys.join(" ")}` : ""}`,
    },
  ];
}
