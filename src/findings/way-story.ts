/** A finding's way for people: each hop in a sentence, and what lies at its end. */
import {
  describeHop,
  type HopStory,
  type PathHop,
  pathAlong,
  type ReachGraph,
} from "../graph/reach/index.ts";
import { splitArn } from "../model/index.ts";
import { accountLabel } from "./account-label.ts";
import type { DraftWay, RuleContext } from "./rule.ts";
import { capitalized, sentence } from "./sentence.ts";

export type ToldHop = PathHop & HopStory;

export function hopsOf(graph: ReachGraph, { entrance, steps }: DraftWay): readonly ToldHop[] {
  const first = steps[0]?.node;
  const found =
    entrance === null
      ? null
      : (graph.entrances.find(({ role, index }) => role === first && index === entrance) ?? null);
  return pathAlong(graph, steps, found).hops.map((hop) => ({ ...hop, ...describeHop(graph, hop) }));
}

/** The way hop by hop, then what whoever went it has. */
export function waySentences(
  graph: ReachGraph,
  hops: readonly ToldHop[],
  { steps }: DraftWay,
  context: RuleContext,
): readonly string[] {
  const told = hops.map((hop, at) => `Hop ${at + 1}: ${hopSentence(graph, hop, context)}`);
  const end = endSentence(graph, steps.at(-1)?.node ?? 0, context);
  return end === null ? told : [...told, end];
}

function hopSentence(graph: ReachGraph, hop: ToldHop, context: RuleContext): string {
  const keys = [...new Set(hop.guard.map(({ key }) => key))];
  const asked = keys.length === 0 ? "" : ` (asked for: ${keys.join(", ")})`;
  const doubt = hop.proven
    ? ""
    : ` Not proven: ${hop.reasons.join("; ") || "it rests on what is not known"}.`;
  return `${sentence(`${hopClause(graph, hop, context)}${asked}`)}${doubt}`;
}

function hopClause(graph: ReachGraph, hop: ToldHop, context: RuleContext): string {
  const { cause } = hop;
  switch (cause.kind) {
    case "entrance":
      return `${whoEnters(hop.from, context)} comes in as ${nodeLabel(graph, cause.entrance.role, context)}`;
    case "assume":
      return `${nodeLabel(graph, cause.from, context)} assumes ${nodeLabel(graph, cause.role, context)}`;
    case "technique":
      return `${nodeLabel(graph, cause.from, context)} ${hop.how?.title ?? "uses a technique"} (${hop.how?.id ?? ""}), and so ${gained(graph, cause.from, cause.to, context)}`;
    case "access":
      return `${hop.from} uses ${hop.to}`;
  }
}

function whoEnters(from: string, context: RuleContext): string {
  const account = splitArn(from)?.account ?? "";
  const name = context.nameOf(account);
  return name === null || !from.endsWith(":root") ? from : `${from} (${name})`;
}

function gained(graph: ReachGraph, from: number, to: number, context: RuleContext): string {
  const { nodes } = graph;
  const reached = nodes.at(to);
  switch (reached.kind) {
    case "administrator":
      return `administers ${accountLabel(reached.account, context)}`;
    case "organization":
      return "changes what the organization holds over its accounts";
    case "member":
      return "has what the group has";
    case "principal":
      return `acts as ${nodeLabel(graph, to, context)}`;
    case "freed":
      return nodes.arnOf(from) === nodes.arnOf(to)
        ? "is held by its permissions boundary no longer"
        : `acts as ${nodeLabel(graph, to, context)}, without its permissions boundary`;
    case "changed":
      return nodes.arnOf(from) === nodes.arnOf(to)
        ? "has whatever permissions it gives itself"
        : `acts as ${nodeLabel(graph, to, context)}, with whatever permissions it gives it`;
  }
}

function nodeLabel(graph: ReachGraph, node: number, context: RuleContext): string {
  const account = accountLabel(graph.nodes.accountOf(node), context);
  const arn = graph.nodes.arnOf(node);
  if (arn === null) return `an administrator of ${account}`;
  return `${splitArn(arn)?.resource ?? arn} of ${account}`;
}

/** Null: the last hop says it all. */
function endSentence(graph: ReachGraph, node: number, context: RuleContext): string | null {
  const { nodes, snapshot } = graph;
  if (node === nodes.organization)
    return "Whoever changes what the organization holds over its accounts can lift every control policy.";
  if (!isAdministrator(graph, node)) return null;
  const account = nodes.accountOf(node);
  const [first, end] = snapshot.roles.ofAccount(account);
  const users = snapshot.accountData(account)?.users.length ?? 0;
  const people = users === 0 ? "" : ` and ${users} ${users === 1 ? "user" : "users"}`;
  const label = capitalized(accountLabel(account, context));
  return `${label} is administered then, with ${end - first} ${end - first === 1 ? "role" : "roles"}${people} to act as.`;
}

/** The node of an administrator, or of a principal that is one by name. */
function isAdministrator({ nodes, forward }: ReachGraph, node: number): boolean {
  if (nodes.at(node).kind === "administrator") return true;
  const administrator = nodes.ofAdministrator(nodes.accountOf(node));
  for (let edge = forward.start[node] ?? 0; edge < (forward.start[node + 1] ?? 0); edge++) {
    if (forward.other[edge] === administrator) return true;
  }
  return false;
}
