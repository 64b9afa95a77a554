/**
 * Who may assume a role as far as its own policies name it: found by the patterns of their Resource elements, so that a
 * role that trusts a whole organization is not held against everybody in it.
 */
import type { Subject } from "../../authz/calls/index.ts";
import { identityAbout } from "../../authz/calls/index.ts";
import { glob, type Pattern, patternMatches } from "../../logic/index.ts";
import { type AccountIndex, splitArn } from "../../model/index.ts";
import { pushTo } from "./multimap.ts";

/** Whoever may assume roles by its own policies, and its node. */
export type Caller = {
  readonly node: number;
  readonly subject: Subject;
  /** The same for callers that only a grant which asks who calls can tell apart; null for all others. */
  readonly likeness: string | null;
};

type Held = { -readonly [Member in keyof Caller]: Caller[Member] };

type Row = { readonly pattern: Pattern; readonly callers: Caller[] };

export class CallerIndex {
  /** By a role's whole ARN. */
  readonly #exact = new Map<string, Caller[]>();
  /** By the account that the pattern names. */
  readonly #byAccount = new Map<string, Map<string, Row>>();
  readonly #anywhere = new Map<string, Row>();
  /** Those of whom it can't be told from a pattern. */
  readonly #everything = new Map<AccountIndex, Caller[]>();

  readonly #byNode = new Map<number, Held>();

  /** The same caller with other tags on its sessions; nobody where the node is none of the callers. */
  replace({ node, subject, likeness }: Caller): void {
    const held = this.#byNode.get(node);
    if (held === undefined) return;
    held.subject = subject;
    held.likeness = likeness;
  }

  /** `assumes`: the number of sts:AssumeRole. */
  add(added: Caller, assumes: number): void {
    const caller: Held = { ...added };
    this.#byNode.set(caller.node, caller);
    const texts = new Set<string>();
    for (const { policy } of identityAbout(caller.subject, assumes)) {
      if (policy === null) texts.add("*");
      for (const { effect, resources, resourcesNegated, variables } of policy?.statements ?? []) {
        if (effect === "Deny") continue;
        if (resourcesNegated || variables) texts.add("*");
        else for (const text of resources) texts.add(text);
      }
    }
    if ([...texts].some((text) => /^\*+$/.test(text)))
      pushTo(this.#everything, caller.subject.account, caller);
    else for (const text of texts) this.#addText(text, caller);
  }

  #addText(text: string, caller: Caller): void {
    if (!/[*?]/.test(text)) {
      pushTo(this.#exact, text, caller);
      return;
    }
    const account = splitArn(text)?.account ?? "";
    let rows = this.#anywhere;
    if (/^\d{12}$/.test(account)) {
      rows = this.#byAccount.get(account) ?? new Map();
      this.#byAccount.set(account, rows);
    }
    const row = rows.get(text);
    if (row === undefined) rows.set(text, { pattern: glob(text), callers: [caller] });
    else row.callers.push(caller);
  }

  /** By account. Some may turn out not to be allowed; nobody else is. */
  of(roleArn: string): (account: AccountIndex) => Iterable<Caller> {
    const named = new Map<AccountIndex, Set<Caller>>();
    const take = (callers: readonly Caller[]): void => {
      for (const caller of callers) {
        const known = named.get(caller.subject.account);
        if (known === undefined) named.set(caller.subject.account, new Set([caller]));
        else known.add(caller);
      }
    };
    take(this.#exact.get(roleArn) ?? []);
    for (const rows of [this.#anywhere, this.#byAccount.get(splitArn(roleArn)?.account ?? "")]) {
      for (const { pattern, callers } of rows?.values() ?? []) {
        if (patternMatches(pattern, roleArn)) take(callers);
      }
    }
    return (account) => [...(this.#everything.get(account) ?? []), ...(named.get(account) ?? [])];
  }
}
