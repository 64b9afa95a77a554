/** What `accesslens grant` and `revoke` answer, as programs are given it: `schemas/grant.schema.json` says the same. */
import type { AccessParty } from "../../../model/index.ts";
import type { JsonValue } from "../../../provision/index.ts";
import { whyNot } from "../apply-policy.ts";
import type { AppliedPart } from "./apply-grant.ts";
import type { GrantPlan, PlannedPart } from "./plan-grant.ts";

export type ToldPart = {
  readonly target: string;
  readonly kind: "resource-policy" | "key-grants";
  readonly account: string;
  readonly title: string;
  readonly outcome: "change" | "same" | "possible-already" | "refused";
  readonly why: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly statements: readonly JsonValue[];
  readonly gained: readonly AccessParty[];
  readonly lost: readonly AccessParty[];
  readonly blockedBy: readonly {
    readonly statement: string;
    readonly text: string;
    readonly blocks: "all" | "some";
  }[];
  /** Null: it was not tried. */
  readonly written: {
    readonly change: string;
    readonly end: "applied" | "same" | "refused" | "denied" | "gave-up";
    readonly why: string | null;
    /** Others' statements that went meanwhile. */
    readonly gone: readonly string[];
  } | null;
};

export type GrantAnswer = {
  readonly plan: {
    readonly verb: "grant" | "revoke";
    /** Of the resource itself; `parts` has all. */
    readonly before: string | null;
    readonly after: string | null;
    readonly gained: readonly AccessParty[];
    readonly lost: readonly AccessParty[];
    readonly inverse: { readonly command: string; readonly statements: readonly JsonValue[] };
    readonly parts: readonly ToldPart[];
    readonly caller: {
      readonly isNeeded: boolean;
      readonly statements: readonly JsonValue[];
      readonly stillBlocked: readonly string[];
      readonly notKnown: readonly string[];
    };
    readonly blockers: readonly string[];
    readonly notes: readonly string[];
  };
  /** Everything that was planned stands there now. */
  readonly applied: boolean;
};

export function grantAnswer(
  plan: GrantPlan,
  inverseCommand: string,
  written: readonly AppliedPart[] | null,
): GrantAnswer {
  const { verb, caller, blockers, notes, parts } = plan;
  const main = parts[0];
  // What an access point lets in is told at its bucket, which has to let it in, too.
  const ends = main?.resource.kind === "access-point" ? parts.slice(0, 2) : parts.slice(0, 1);
  const changes = parts.filter(({ outcome }) => outcome.kind === "change");
  const stands = (part: PlannedPart): boolean => {
    const end = written?.find((one) => one.part === part)?.end.kind;
    return end === "applied" || end === "same";
  };
  return {
    plan: {
      verb,
      before: main?.before ?? null,
      after: main?.after ?? null,
      gained: ends.flatMap(({ gained }) => gained),
      lost: ends.flatMap(({ lost }) => lost),
      inverse: { command: inverseCommand, statements: changes.flatMap(({ statements }) => statements) },
      parts: parts.map((part) => told(part, written?.find((one) => one.part === part) ?? null)),
      caller,
      blockers,
      notes,
    },
    applied:
      written !== null && changes.every(stands) && !parts.some(({ outcome }) => outcome.kind === "refused"),
  };
}

function told(part: PlannedPart, written: AppliedPart | null): ToldPart {
  const { outcome, before, after, statements, gained, lost, blockedBy } = part;
  return {
    target: part.resource.arn,
    kind: part.kind,
    account: part.account,
    title: part.title,
    outcome: outcome.kind,
    why: outcome.kind === "refused" ? `${outcome.why}. ${outcome.advice}` : null,
    ...{ before, after, statements, gained, lost },
    blockedBy: blockedBy.map(({ statement, text, blocks }) => ({ statement, text, blocks })),
    written:
      written === null
        ? null
        : {
            change: written.id,
            end: written.end.kind,
            why: written.end.kind === "applied" || written.end.kind === "same" ? null : whyNot(written.end),
            gone: written.end.kind === "applied" ? written.end.gone.map(({ text }) => text) : [],
          },
  };
}
