/** What a use is beside its caller, role and hour, each combination once: they are few, mostly. */
import { deepestChain, type ObservedUse, ownText, trailCalls, type UseDetail } from "../../model/index.ts";
import type { Assumption } from "./join-copies.ts";

export type UseKind = Omit<
  ObservedUse,
  "caller" | "role" | "hour" | "count" | "first" | "last" | "longest" | "eventIds"
>;

const callNumbers = new Map(trailCalls.map((call, number) => [call, number]));

export class UseKinds {
  readonly #kinds: UseKind[] = [];
  /** Of granted calls without external ID and detail, by the number of the rest: with 1 added. */
  readonly #plain: number[] = [];
  readonly #others = new Map<string, number>();

  /** -1: it has not been seen. */
  find(assumption: Assumption, depth: number | null, isLong: boolean, detail: UseDetail | null): number {
    const code = codeOf(assumption, depth, isLong);
    if (isPlain(assumption, detail)) return (this.#plain[code] ?? 0) - 1;
    return this.#others.get(keyOf(code, assumption, detail)) ?? -1;
  }

  numberOf(assumption: Assumption, depth: number | null, isLong: boolean, detail: UseDetail | null): number {
    const known = this.find(assumption, depth, isLong, detail);
    if (known >= 0) return known;
    const { call, outcome, externalId, mfa, sourceIdentity, console } = assumption;
    const number = this.#kinds.length;
    this.#kinds.push({
      call,
      granted: outcome.kind === "granted",
      error: outcome.kind === "granted" ? null : ownText(outcome.code),
      externalId: ownText(externalId),
      mfa,
      hasSourceIdentity: sourceIdentity !== null,
      console,
      long: isLong,
      depth,
      detail: detail === null ? null : ownDetail(detail),
    });
    const code = codeOf(assumption, depth, isLong);
    if (isPlain(assumption, detail)) this.#plain[code] = number + 1;
    else this.#others.set(keyOf(code, assumption, detail), number);
    return number;
  }

  at(number: number): UseKind {
    const kind = this.#kinds[number];
    if (kind === undefined) throw new Error("a use is of some kind");
    return kind;
  }
}

function isPlain({ outcome, externalId }: Assumption, detail: UseDetail | null): boolean {
  return outcome.kind === "granted" && externalId === null && detail === null;
}

function codeOf(assumption: Assumption, depth: number | null, isLong: boolean): number {
  const { call, mfa, sourceIdentity, console } = assumption;
  const yes = (sourceIdentity === null ? 0 : 1) + (console ? 2 : 0) + (isLong ? 4 : 0);
  const three = mfa === null ? 0 : mfa ? 1 : 2;
  return (((callNumbers.get(call) ?? 0) * (deepestChain + 2) + (depth ?? -1) + 1) * 3 + three) * 8 + yes;
}

/** Texts from outside with their lengths before them, so that different kinds never have the same key. */
function keyOf(code: number, { outcome, externalId }: Assumption, detail: UseDetail | null): string {
  const given = externalId === null ? "-" : `${externalId.length}:${externalId}`;
  const refused = outcome.kind === "granted" ? "-" : `${outcome.code.length}:${outcome.code}`;
  return `${code} ${given} ${refused} ${detail === null ? "" : JSON.stringify(detail)}`;
}

function ownDetail(detail: UseDetail): UseDetail {
  return {
    sessionName: ownText(detail.sessionName),
    sourceIdentity: ownText(detail.sourceIdentity),
    tags: detail.tags,
    transitiveTagKeys: detail.transitiveTagKeys,
    sourceIp: ownText(detail.sourceIp),
    vpcEndpoint: ownText(detail.vpcEndpoint),
  };
}
