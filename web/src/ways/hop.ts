/** What ways are made of, and what is worked out of them for reading. */
import type { Answer } from "../api/client.ts";

export type Ways = Answer<"/api/paths">;
export type Way = Ways["paths"][number];
export type Hop = Way["hops"][number];
export type Evidence = Hop["evidence"][number];

type Step = Pick<Hop, "from" | "to" | "kind" | "technique">;

/** How it is done, in a few words. */
export function howOf({ kind, title, action }: Pick<Hop, "kind" | "title" | "action">): string {
  switch (kind) {
    case "assume":
      return "assumes";
    case "delegate":
      return "lets its principals assume";
    case "escalate":
      return title ?? "takes over";
    case "access":
      return action === undefined ? "uses" : `uses, by ${action},`;
  }
}

function isSameStep(one: Step, other: Step): boolean {
  return (
    one.from === other.from &&
    one.to === other.to &&
    one.kind === other.kind &&
    one.technique === other.technique
  );
}

/** Places of those ways that do without the step. */
export function waysWithout<W extends { readonly hops: readonly Step[] }>(
  ways: readonly W[],
  step: Step,
): readonly number[] {
  return ways.flatMap(({ hops }, at) => (hops.some((hop) => isSameStep(hop, step)) ? [] : [at]));
}

export type Sides = { readonly caller: readonly Evidence[]; readonly trust: readonly Evidence[] };

/** Statements of who acts, and of what lets it in. */
export function sidesOf(evidence: readonly Evidence[]): Sides {
  const isTrust = ({ policy }: Evidence): boolean => /^(trust )?policy of /.test(policy);
  return { caller: evidence.filter((one) => !isTrust(one)), trust: evidence.filter(isTrust) };
}

/** The role whose trust policy it is; null: it is none. */
export function trustingRole({ policy }: Pick<Evidence, "policy">): string | null {
  return /^trust policy of (.+)$/s.exec(policy)?.[1] ?? null;
}

/** `2.1`: the first hop of the second way. Null: none is open. */
export type OpenHop = { readonly way: number; readonly hop: number };

export function openHop(text: string | undefined): OpenHop | null {
  const [, way, hop] = /^(\d{1,3})\.(\d{1,2})$/.exec(text ?? "") ?? [];
  return way === undefined || hop === undefined ? null : { way: Number(way) - 1, hop: Number(hop) - 1 };
}

export function openHopText({ way, hop }: OpenHop): string {
  return `${way + 1}.${hop + 1}`;
}
