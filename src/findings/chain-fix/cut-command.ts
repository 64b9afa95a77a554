/** The command that looks for the fewest statements to cut all ways like one. */
import type { Path, ReachGraph } from "../../graph/reach/index.ts";

/** With what a shell would take for more than a word in capitals, for the reader to fill in. */
export function cutCommand({ nodes, snapshot }: ReachGraph, { from, to, administrator, hops }: Path): string {
  const last = hops.at(-1)?.cause;
  const end =
    administrator ?? (last?.kind === "technique" ? last.to : last?.kind === "assume" ? last.role : null);
  const isOrganization = last?.kind === "technique" && last.to === nodes.organization;
  const isAdministrator =
    administrator !== null || (last?.kind === "technique" && nodes.at(last.to).kind === "administrator");
  const account = end === null ? "" : (snapshot.accounts[nodes.accountOf(end)]?.id ?? "");
  // A circle is open where its start comes to the next of it no more.
  const other = to === from ? (hops[0]?.to ?? to) : to;
  const target = isOrganization ? "organization" : isAdministrator ? `admin:${account}` : word(other, "TO");
  const start = /^arn:[\w-]+:(?:iam|sts)::\d{12}:(?:root$|role|user|assumed-role)/.test(from)
    ? from
    : "external";
  return `accesslens chokepoints --over statements --from ${word(start, "FROM")} --to ${target}`;
}

function word(text: string, otherwise: string): string {
  return /^[\w./@+:,=-]+$/.test(text) ? text : otherwise;
}
