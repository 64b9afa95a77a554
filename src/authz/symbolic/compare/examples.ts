/**
 * Looks in sets of requests for an example that two policies really treat differently: the algebra proposes, the concrete
 * evaluator confirms. Nothing found and nothing left open is a proof that there is none.
 */
import type { Region } from "../../../logic/types.ts";
import type { PolicyDocument, PolicyKind } from "../../../policy/ast.ts";
import type { ActionCatalogue } from "../../action-catalogue.ts";
import type { Outcome } from "../../concrete/outcome.ts";
import type { RequestToDecide } from "../../request-question.ts";
import { exampleRequest } from "../example-request.ts";
import { iamPrincipals, principalDimension, rootUsers } from "../principal-texts.ts";
import { type Replay, replayer } from "../replay.ts";
import { type RequestSpace, requestSpace } from "../request-space.ts";
import { type GivenValues, givenValues } from "./given-values.ts";
import type { KnownActions } from "./known-actions.ts";
import type { OutsideSet, Part } from "./outside.ts";
import { spellingOf } from "./spelling.ts";
import { withUsualResource } from "./usual-resource.ts";

export type Found =
  | { readonly kind: "none" }
  | { readonly kind: "example"; readonly request: RequestToDecide }
  /** Not excluded, and not shown either. */
  | { readonly kind: "doubt"; readonly reasons: readonly string[] };

/** `proposed`: there was an example that was not confirmed. */
type Doubt = { readonly kind: "doubt"; readonly reasons: readonly string[]; readonly proposed: boolean };

export type Pair = {
  readonly a: PolicyDocument;
  readonly b: PolicyDocument;
  readonly kind: PolicyKind;
  readonly withPrincipal: boolean;
  readonly catalogue: ActionCatalogue | null;
  /** Examples are among these; null: they need not be known. */
  readonly known: KnownActions | null;
};

/** What one policy says of a request: does it allow it, does it deny it explicitly? */
export type Verdict = { readonly allowed: Outcome; readonly denied: Outcome };

/** Steps of about a microsecond for one question, so that the questions of one pair stay within a second. */
const maxSteps = 40_000;
const maxNodes = 60_000;
/** After so many questions of a pair that came to no end, the others are not asked. */
const mostCapped = 2;
/** After so many questions that came to no end or no example, the rest are left alone. */
const mostDoubts = 2;
/** Of all that is asked in one search, so that those of a pair stay within a second. */
const mostEffort = 25_000;
const tooMuch: Found = {
  kind: "doubt",
  reasons: [`it takes more than ${mostEffort} pairs of patterns to look at all actions and resources`],
};

export class Examples {
  readonly #pair: Pair;
  readonly #spell: (action: string) => string;
  readonly #capped: string[] = [];
  #main: RequestSpace | null = null;
  #given: readonly (() => RequestSpace)[] | null = null;
  #replays: readonly ((request: RequestToDecide) => Replay | null)[] | null = null;

  constructor(pair: Pair) {
    this.#pair = pair;
    this.#spell = spellingOf([pair.a, pair.b]);
  }

  /** `wanted`: whether the request is an example, by what the two policies say of it. */
  find(sets: Iterable<OutsideSet>, wanted: (a: Verdict, b: Verdict) => boolean): Found {
    const reasons = new Set<string>();
    let doubts = 0;
    for (const found of this.#looks(sets, wanted)) {
      if (found.kind === "example") return found;
      if (found.kind === "none") continue;
      for (const reason of found.reasons) reasons.add(reason);
      doubts++;
      if (doubts === mostDoubts) break;
    }
    return doubts === 0 ? { kind: "none" } : { kind: "doubt", reasons: [...reasons] };
  }

  *#looks(sets: Iterable<OutsideSet>, wanted: (a: Verdict, b: Verdict) => boolean): Generator<Found> {
    let effort = 0;
    for (const set of sets) {
      effort += set.effort;
      if (effort > mostEffort) return yield tooMuch;
      for (const request of set.guesses()) {
        if (this.#confirms(request, wanted)) yield { kind: "example", request };
      }
      for (const part of set.parts(this.#mainSpace())) {
        effort += part.effort;
        if (effort > mostEffort) return yield tooMuch;
        yield this.#findIn(part, wanted);
      }
    }
  }

  #findIn(part: Part, wanted: (a: Verdict, b: Verdict) => boolean): Found {
    const main = this.#mainSpace();
    const { space } = main;
    const region = space.and(part.region(main), main.universe);
    const first = this.#propose(main, region, part, wanted);
    if (first.kind !== "doubt") return first;
    if (first.proposed && main.withPrincipal) {
      // What "*" means for services is least certain; an account that is listed surely means its root user.
      for (const callers of [iamPrincipals, rootUsers]) {
        const users = space.and(region, space.matches(principalDimension, callers));
        const found = this.#propose(main, users, part, wanted);
        if (found.kind === "example") return found;
      }
    }
    if (first.proposed && main.facts.size > 0) {
      const sure = this.#propose(main, withoutFacts(main, region), part, wanted);
      if (sure.kind === "example") return sure;
    }
    if (first.proposed) {
      for (const makeSpace of this.#givenSpaces()) {
        const given = makeSpace();
        const found = this.#propose(given, given.space.and(part.region(given), given.universe), part, wanted);
        if (found.kind === "example") return found;
      }
    }
    return { kind: "doubt", reasons: first.reasons };
  }

  #propose(
    requests: RequestSpace,
    region: Region,
    { named }: Part,
    wanted: (a: Verdict, b: Verdict) => boolean,
  ): Exclude<Found, { readonly kind: "doubt" }> | Doubt {
    if (this.#capped.length >= mostCapped) return { kind: "doubt", reasons: this.#capped, proposed: false };
    const witness = requests.space.witness(region);
    if (witness.kind === "capped") {
      this.#capped.push(witness.reason);
      return { kind: "doubt", reasons: [witness.reason], proposed: false };
    }
    if (witness.value === null) return { kind: "none" };
    const { values } = witness.value;
    const request = named(exampleRequest(requests, values, defaults(this.#pair.kind), this.#spell));
    if (this.#confirms(request, wanted)) {
      const plainer = this.#plainer(request).find((each) => this.#confirms(each, wanted));
      return { kind: "example", request: plainer ?? request };
    }
    const facts = [...values].flatMap(([name, value]) => {
      const reason = requests.facts.get(name);
      return reason === undefined ? [] : [{ reason, holds: value.kind !== "absent" }];
    });
    const told = facts.some(({ holds }) => holds) ? facts.filter(({ holds }) => holds) : facts;
    const reasons =
      told.length > 0 ? told.map(({ reason }) => reason) : ["an example of the difference was not confirmed"];
    return { kind: "doubt", reasons, proposed: true };
  }

  #plainer(request: RequestToDecide): readonly RequestToDecide[] {
    return this.#pair.known?.plainer(request) ?? [withUsualResource(request)];
  }

  #confirms(request: RequestToDecide, wanted: (a: Verdict, b: Verdict) => boolean): boolean {
    const { a, b, kind, known } = this.#pair;
    if (known !== null && !known.has(request)) return false;
    this.#replays ??= [replayer(a, kind), replayer(b, kind)];
    const [one, other] = this.#replays.map((replay) => replay(request));
    return one !== null && other !== null && one !== undefined && other !== undefined
      ? wanted(verdictOf(one), verdictOf(other))
      : false;
  }

  #mainSpace(): RequestSpace {
    this.#main ??= this.#space(null);
    return this.#main;
  }

  #givenSpaces(): readonly (() => RequestSpace)[] {
    this.#given ??= givenValues([this.#pair.a, this.#pair.b]).map((given) => {
      let made: RequestSpace | null = null;
      return () => {
        made ??= this.#space(given);
        return made;
      };
    });
    return this.#given;
  }

  #space(given: GivenValues | null): RequestSpace {
    const { a, b, withPrincipal, catalogue, kind } = this.#pair;
    return requestSpace([a, b], {
      withPrincipal,
      namedPartitionsOnly: true,
      catalogue,
      maxSteps,
      maxNodes,
      exampleResources: kind === "trust" ? [defaults(kind).resource] : [],
      ...(given === null ? {} : { given }),
    });
  }
}

/** The requests that differ whatever the facts are; none where that takes too much work to tell. */
function withoutFacts({ space, facts }: RequestSpace, region: Region): Region {
  const maybeNot = space.project(space.not(region), [...facts.keys()]);
  return maybeNot.kind === "capped" ? space.nothing : space.not(maybeNot.value);
}

function defaults(kind: PolicyKind): { readonly action: string; readonly resource: string } {
  return kind === "trust"
    ? { action: "sts:AssumeRole", resource: "arn:aws:iam::111122223333:role/example" }
    : { action: "s3:GetObject", resource: "*" };
}

function verdictOf({ allow, deny }: Replay): Verdict {
  const allowed = allow === false || deny === true ? false : deny === false ? allow : deny;
  return { allowed, denied: deny };
}
