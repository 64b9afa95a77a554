/** Edits of one statement, any of which may cut a way: of the statements that its hops rest on. */
import {
  describeHop,
  documentAt,
  edgeKind,
  mayConcern,
  type Path,
  type PathHop,
  type PolicyEdit,
  placeEdit,
  type ReachGraph,
  type Removable,
  removablesOf,
  removalOf,
  supportOf,
} from "../../graph/reach/index.ts";
import { glob, patternMatches } from "../../logic/index.ts";
import { splitArn } from "../../model/index.ts";
import { parsePolicy, type Statement } from "../../policy/index.ts";
import { editPolicy } from "../policy-edit.ts";
import type { StatementEdit } from "../rule.ts";
import { isAccount, principalsFor } from "./named-principals.ts";

export type Candidate = {
  readonly summary: string;
  /** As evidence calls the policy. */
  readonly where: string;
  /** The policy afterwards, as its owner writes it; null: it goes whole. */
  readonly text: string | null;
  readonly edit: PolicyEdit;
  /**
   * What is tried first: `hop`, a statement by which somebody comes further; `around`, what a hop needs besides, or a policy
   * whole, of which the graph does not tell all that is lost; `power`, what makes an administrator of one who is meant to be.
   */
  readonly order: "hop" | "around" | "power";
  /** How much of the statement goes: less is better among edits that lose as much. */
  readonly breadth: number;
};

/** How many names an edit spells out in place of a pattern or an account. */
const spelledOut = 8;

/** `keepsEntrance`: the outsider's own way in is meant. */
export function candidateEdits(graph: ReachGraph, path: Path, keepsEntrance: boolean): readonly Candidate[] {
  const support = supportOf(graph, path);
  const byKey = new Map(
    removablesOf(graph.snapshot, support.principals, support.accounts).map((one) => [one.key, one]),
  );
  const found = new Map<string, Candidate>();
  for (const { hop, keys } of support.steps) {
    if (hop?.cause.kind === "entrance" && keepsEntrance) continue;
    for (const key of new Set(keys)) {
      const one = byKey.get(key);
      if (one === undefined) continue;
      for (const candidate of new StatementCandidates(graph, hop, one).all()) {
        const name = `${candidate.where} ${candidate.text}`;
        if (!found.has(name)) found.set(name, candidate);
      }
    }
  }
  return [...found.values()];
}

type Draft = {
  readonly edits: readonly StatementEdit[];
  /** What it does to the statement that is called so. */
  readonly does: (statement: string) => string;
  readonly breadth: number;
};

class StatementCandidates {
  readonly #graph: ReachGraph;
  readonly #hop: PathHop | null;
  readonly #one: Removable;

  constructor(graph: ReachGraph, hop: PathHop | null, one: Removable) {
    this.#graph = graph;
    this.#hop = hop;
    this.#one = one;
  }

  *all(): Iterable<Candidate> {
    const { snapshot } = this.#graph;
    const { place, statement, policy, owner } = this.#one;
    if (statement === null) {
      if (place.kind === "attachment" && this.#allowsOnly()) yield* this.#detached();
      return;
    }
    const document = documentAt(snapshot, place);
    if (document === null) return;
    const text = snapshot.documents.text(document, owner);
    const parsed = parsePolicy(text, { kind: place.kind === "trust-policy" ? "trust" : "identity" });
    const at = parsed.ok ? parsed.value.statements[statement] : undefined;
    if (at === undefined) return;
    const number = `statement ${statement + 1} of ${place.kind === "trust-policy" ? "the " : ""}${policy}`;
    for (const { edits, does, breadth } of [...this.#narrowings(at), removed(statement)]) {
      const edited = editPolicy(text, edits);
      const summary = `${does(number)}.`;
      if (edited === null) yield* this.#emptied(text, statement);
      else yield* this.#candidate(summary, edited, breadth);
    }
  }

  *#candidate(summary: string, text: string | null, breadth: number): Iterable<Candidate> {
    const { snapshot } = this.#graph;
    const { place, policy } = this.#one;
    const edit = placeEdit(snapshot, place, text);
    if (edit === null) return;
    const holders = mayConcern(snapshot, place);
    yield { summary, where: policy, text, edit: { edit, holders }, order: this.#order(), breadth };
  }

  #order(): Candidate["order"] {
    if (this.#hop === null) return "power";
    const { place } = this.#one;
    const isOwnSide = this.#hop.cause.kind !== "technique" || place.kind !== "trust-policy";
    return isOwnSide && place.kind !== "resource-policy" ? "hop" : "around";
  }

  /** Nothing else stands in the policy, and AWS takes none without a statement. */
  *#emptied(text: string, statement: number): Iterable<Candidate> {
    const { place, policy } = this.#one;
    if (place.kind === "inline-policy") {
      yield* this.#candidate(`Delete the inline policy ${policy}: nothing else stands in it.`, null, 4);
    } else if (place.kind === "trust-policy") {
      const edited = editPolicy(text, [{ kind: "replace-statement", statement, text: closed }]);
      const summary = `Let nobody come in by the ${policy}, which has no other statement, or delete the role.`;
      if (edited !== null) yield* this.#candidate(summary, edited, 6);
    }
  }

  *#detached(): Iterable<Candidate> {
    const { snapshot } = this.#graph;
    const { place, policy } = this.#one;
    const edit = removalOf(snapshot, this.#one);
    if (edit === null || place.kind !== "attachment") return;
    const summary = `Detach ${policy} from ${place.holder}; whatever else the policy allows goes with it.`;
    const order = this.#hop === null ? "power" : "around";
    yield {
      summary,
      where: `${policy} of ${place.holder}`,
      text: null,
      edit: { edit, holders: mayConcern(snapshot, place) },
      order,
      breadth: 5,
    };
  }

  /** Without a policy that denies, somebody could do more. */
  #allowsOnly(): boolean {
    const { snapshot } = this.#graph;
    const document = documentAt(snapshot, this.#one.place);
    if (document === null) return false;
    const parsed = parsePolicy(snapshot.documents.text(document, this.#one.owner), { kind: "identity" });
    return parsed.ok && parsed.value.statements.every(({ effect }) => effect === "Allow");
  }

  #narrowings(at: Statement): readonly Draft[] {
    if (this.#hop === null) return [];
    return this.#one.place.kind === "trust-policy"
      ? this.#principals(at)
      : [...this.#resources(at), ...this.#actions(at)];
  }

  #principals(at: Statement): readonly Draft[] {
    const { cause } = this.#hop ?? {};
    const { graph, statement } = { graph: this.#graph, statement: at.index };
    if (cause?.kind === "entrance") {
      const { party } = cause.entrance.grant;
      const organization = graph.snapshot.organization?.id;
      const values = principalsFor(at, party, (text) => text);
      const required: Draft | null =
        party.kind === "any-account" && organization !== undefined
          ? {
              edits: [
                {
                  kind: "require",
                  statement,
                  operator: "StringEquals",
                  key: "aws:PrincipalOrgID",
                  values: [organization],
                },
              ],
              does: (it) => `Ask for aws:PrincipalOrgID ${organization} in ${it}`,
              breadth: 1,
            }
          : null;
      return [...(required === null ? [] : [required]), ...takenOut(values, statement)];
    }
    if (cause?.kind !== "assume") return [];
    const from = graph.nodes.at(cause.from);
    const own = graph.nodes.arnOf(cause.from);
    const account = graph.snapshot.accounts[graph.nodes.accountOf(cause.from)]?.id ?? "";
    const entries = (at.principal?.entries ?? []).map(({ value }) => value);
    const exact = own === null ? [] : entries.filter((text) => text === own);
    const whole = entries.filter((text) => isAccount(text, account));
    const others = from.kind === "administrator" ? [] : this.#othersOf(cause.from, cause.role);
    const narrowed: readonly Draft[] =
      whole.length === 1 && exact.length === 0 && others.length > 0 && others.length <= spelledOut
        ? [
            {
              edits: [{ kind: "replace-principal", statement, value: whole[0] ?? "", by: others }],
              does: (it) =>
                `In ${it}, name instead of the whole account ${account} the others who come in: ${others.join(", ")}`,
              breadth: 1,
            },
          ]
        : [];
    return [...narrowed, ...takenOut([...exact, ...whole], statement)];
  }

  /** Of the caller's account, who else assumes the role. */
  #othersOf(caller: number, role: number): readonly string[] {
    const { nodes, backward } = this.#graph;
    const account = nodes.accountOf(caller);
    const own = nodes.arnOf(caller);
    const found = new Set<string>();
    for (let at = backward.start[role] ?? 0; at < (backward.start[role + 1] ?? 0); at++) {
      const from = backward.other[at] ?? 0;
      const isOf = backward.kind[at] === edgeKind.assume && nodes.accountOf(from) === account;
      const arn = isOf && from < nodes.principals ? nodes.arnOf(from) : null;
      if (arn !== null && arn !== own) found.add(arn);
      if (found.size > spelledOut) break;
    }
    return [...found].sort();
  }

  #resources(at: Statement): readonly Draft[] {
    const target = this.#hop?.to ?? "";
    const statement = at.index;
    if (at.resource === null || at.resource.negated) return [];
    const texts = at.resource.patterns.map(({ text }) => text);
    const others = texts.filter((text) => !patternMatches(glob(text), target));
    const broad = texts.filter((text) => patternMatches(glob(text), target) && text !== target);
    if (others.length === texts.length) return [];
    const drafts: Draft[] = [];
    if (broad.length > 0 && this.#assumesOnly(at)) {
      const roles = this.#otherRoles(broad, target);
      // Roles of accounts that the snapshot does not hold are in no graph.
      const isOpen = broad.some((text) => !/^\d{12}$/.test(splitArn(text)?.account ?? ""));
      const unknown = isOpen ? " (and those of other organizations, if it assumes any)" : "";
      if (roles.length > 0 && roles.length <= spelledOut) {
        drafts.push({
          edits: [{ kind: "replace-resources", statement, resources: [...others, ...roles] }],
          does: (it) =>
            `In ${it}, name instead of ${broad.join(", ")} the other roles that are assumed by it: ${roles.join(", ")}${unknown}`,
          breadth: 0,
        });
      }
    }
    if (others.length > 0) {
      drafts.push({
        edits: [{ kind: "replace-resources", statement, resources: others }],
        does: (it) => `Take ${texts.filter((text) => !others.includes(text)).join(", ")} out of ${it}`,
        breadth: broad.length === 0 ? 0 : 2,
      });
    }
    return drafts;
  }

  #assumesOnly(at: Statement): boolean {
    return !at.action.negated && at.action.patterns.every(({ text }) => /^sts:/i.test(text));
  }

  /** Roles besides the target that the pattern's holders assume. */
  #otherRoles(patterns: readonly string[], target: string): readonly string[] {
    const { nodes, forward, snapshot } = this.#graph;
    const found = new Set<string>();
    for (const holder of mayConcern(snapshot, this.#one.place)) {
      const from = nodes.ofArn(holder);
      if (from === null) continue;
      for (let at = forward.start[from] ?? 0; at < (forward.start[from + 1] ?? 0); at++) {
        if (forward.kind[at] !== edgeKind.assume) continue;
        const arn = nodes.arnOf(forward.other[at] ?? 0);
        if (arn === null || arn === target) continue;
        if (patterns.some((text) => patternMatches(glob(text), arn))) found.add(arn);
      }
      if (found.size > spelledOut) break;
    }
    return [...found].sort();
  }

  /** Any one of the actions that the hop needs, where the statement allows others, too. */
  #actions(at: Statement): readonly Draft[] {
    if (this.#hop === null || at.action.negated) return [];
    const texts = at.action.patterns.map(({ text }) => text);
    const needed = new Set(describeHop(this.#graph, this.#hop).requests.map(({ action }) => action));
    return [...needed].flatMap((action): readonly Draft[] => {
      const left = texts.filter((text) => !patternMatches(glob(text, true), action));
      if (left.length === texts.length || left.length === 0) return [];
      return [
        {
          edits: [{ kind: "replace-actions", statement: at.index, actions: left }],
          does: (it) => `Take ${texts.filter((text) => !left.includes(text)).join(", ")} out of ${it}`,
          breadth: 2,
        },
      ];
    });
  }
}

/** Nobody is let in; a trust policy has to say something. */
const closed = JSON.stringify({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" });

function removed(statement: number): Draft {
  return { edits: [{ kind: "remove-statement", statement }], does: (it) => `Remove ${it}`, breadth: 3 };
}

function takenOut(values: readonly string[], statement: number): readonly Draft[] {
  if (values.length === 0) return [];
  return [
    {
      edits: [...new Set(values)].map((value) => ({ kind: "remove-principal", statement, value })),
      does: (it) => `Take ${[...new Set(values)].join(", ")} out of ${it}`,
      breadth: 2,
    },
  ];
}
