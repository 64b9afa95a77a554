/** A decision about one request as a tree: the answer, each layer's word, what was missing, and what came closest. */
import type {
  DecisionLayer,
  Mismatch,
  RequestDecision,
  RequestQuestion,
  StatementEvidence,
} from "../../authz/request-question.ts";
import { decisionLayers } from "../../authz/request-question.ts";
import { plain } from "../../report/plain.ts";
import type { Terminal } from "../terminal.ts";

type Node = { readonly text: string; readonly children?: readonly Node[] };

const styles = {
  Allowed: "green",
  ExplicitlyDenied: "red",
  ImplicitlyDenied: "red",
  Unknown: "yellow",
} as const;

const layerNames: Readonly<Record<DecisionLayer, string>> = {
  rcp: "resource control policies",
  scp: "service control policies",
  resource: "policy of the resource",
  identity: "identity policies",
  boundary: "permissions boundary",
  session: "session policies",
  endpoint: "VPC endpoint policy",
  grant: "grants of the key",
  "block-public-access": "S3 block public access",
};

export function printDecision(
  question: RequestQuestion,
  decision: RequestDecision,
  terminal: Terminal,
): void {
  const { principal, action, resource } = question.request;
  const who = typeof principal === "string" ? principal : principal.federated;
  terminal.line(
    `${terminal.style(["bold", styles[decision.decision]], decision.decision)}  ${plain(action)} on ${plain(resource.arn)}`,
  );
  terminal.line(`by ${plain(who)}; the resource is of account ${plain(resource.account)}`);
  printTree(nodesOf(question, decision), "", terminal);
}

function nodesOf(question: RequestQuestion, decision: RequestDecision): readonly Node[] {
  const nodes: Node[] = layersOf(question, decision).map((layer) => layerNode(layer, question, decision));
  for (const unknown of decision.unknowns) nodes.push({ text: `not known: ${unknown}` });
  for (const note of decision.notes) nodes.push({ text: note });
  const { nearest } = decision;
  if (nearest !== null) {
    nodes.push({
      text: `closest: ${layerNames[nearest.statement.layer]}, ${statementText(nearest.statement)}`,
      children: nearest.failed.map((one) => ({ text: mismatchText(one) })),
    });
  }
  return nodes;
}

/** Those that have a say, in the order in which AWS reports reasons. */
function layersOf({ policies }: RequestQuestion, decision: RequestDecision): readonly DecisionLayer[] {
  const told = new Set([...decision.because.map(({ layer }) => layer), ...decision.blockedBy]);
  const applies: Readonly<Record<DecisionLayer, boolean>> = {
    rcp: policies.rcps !== null,
    scp: policies.scps !== null,
    resource: policies.resource !== null,
    identity: true,
    boundary: policies.boundary !== null,
    session: policies.session !== null,
    endpoint: policies.endpoint !== null,
    grant: false,
    "block-public-access": false,
  };
  return decisionLayers.filter((layer) => applies[layer] || told.has(layer));
}

function layerNode(
  layer: DecisionLayer,
  question: RequestQuestion,
  { because, blockedBy }: RequestDecision,
): Node {
  const statements = because.filter((one) => one.layer === layer);
  const denies = statements.some(({ effect }) => effect === "Deny");
  const word = denies
    ? "deny"
    : statements.length > 0
      ? "allow"
      : blockedBy.includes(layer)
        ? "do not allow"
        : "";
  return {
    text: `${layerNames[layer]}${word === "" ? "" : `: ${word}`}`,
    children: statements.map((one) => ({
      text: `${one.effect} by ${statementText(one)}`,
      children: absentKeys(question, one).map((key) => ({
        text: `its condition asks for ${key}, which the request does not state`,
      })),
    })),
  };
}

/** Keys of a deciding statement that only the request could tell: often what was forgotten. */
function absentKeys({ request, policies }: RequestQuestion, told: StatementEvidence): readonly string[] {
  const levels = [...(policies.scps ?? []), ...(policies.rcps ?? [])].filter(
    ({ target }) => target === told.target,
  );
  const resource = policies.resource === null || policies.resource === "unknown" ? [] : [policies.resource];
  const identity = policies.identity === "unknown" ? [] : policies.identity;
  const all =
    told.target === undefined
      ? [
          ...resource,
          ...identity,
          ...(policies.boundary ?? []),
          ...(policies.session ?? []),
          ...(policies.endpoint ?? []),
        ]
      : levels.flatMap((level) => level.policies);
  const policy = all.find(({ name }) => name === told.policy);
  const stated = new Set(Object.keys(request.context).map((key) => key.toLowerCase()));
  const keys = (policy?.document.statements[told.statement]?.conditions ?? []).flatMap((condition) =>
    condition.kind === "test" && !followsFromPrincipal.test(condition.key) ? [condition.key] : [],
  );
  return [...new Set(keys)].filter((key) => !stated.has(key.toLowerCase()));
}

const followsFromPrincipal = /^aws:(?:Principal(?:Arn|Account|Type|OrgID|OrgPaths)|username|userid)$/i;

function statementText({ policy, statement, sid, target, lines }: StatementEvidence): string {
  const name = sid === null ? `statement ${statement + 1}` : `statement ${statement + 1} (${sid})`;
  const place = lines[0] === lines[1] ? `line ${lines[0]}` : `lines ${lines[0]}–${lines[1]}`;
  return `${policy}, ${name}, ${place}${target === undefined ? "" : `, at ${target}`}`;
}

function mismatchText({ element, operator, key, expected, actual }: Mismatch): string {
  const wanted = listText(expected);
  const had = actual === null ? "it is absent" : `the request has ${listText(actual)}`;
  return operator === undefined || key === undefined
    ? `${element} ${wanted}: ${had}`
    : `${element} ${operator} ${key} ${wanted}: ${had}`;
}

function listText(values: readonly string[]): string {
  return values.length === 1
    ? JSON.stringify(values[0])
    : `[${values.map((one) => JSON.stringify(one)).join(", ")}]`;
}

function printTree(nodes: readonly Node[], indent: string, terminal: Terminal): void {
  for (const [index, { text, children = [] }] of nodes.entries()) {
    const isLast = index === nodes.length - 1;
    terminal.line(`${indent}${isLast ? "└─ " : "├─ "}${plain(text)}`);
    printTree(children, `${indent}${isLast ? "   " : "│  "}`, terminal);
  }
}
