/** The JSON of `accesslens grant`, `revoke`, `changes list` and `undo`; their schemas are made from it. */
import { z } from "zod";
import { type AppliedChange, changeStates } from "../../../model/index.ts";
import type { JsonValue } from "../../../provision/index.ts";
import { accountShape, textsShape } from "../../answer-shapes.ts";
import { partyShape } from "../../drift/change-shape.ts";
import type { GrantAnswer, ToldPart } from "./grant-answer.ts";

const text = z.string().nullable();
const statement: z.ZodType<JsonValue> = z.json();
const statements = z.array(statement).describe("As they stand, or are to stand, in a policy.");
const parties = z.array(partyShape);

const part: z.ZodType<ToldPart> = z.strictObject({
  target: z.string().describe("ARN of what has the policy."),
  kind: z.enum(["resource-policy", "key-grants"]),
  account: accountShape,
  title: z.string(),
  outcome: z
    .enum(["change", "same", "possible-already", "refused"])
    .describe("same: it stands there. possible-already: statements of others give it all."),
  why: text.describe("Of a refusal."),
  before: text.describe("The policy's text; null: there is none."),
  after: text,
  statements,
  gained: parties,
  lost: parties,
  blockedBy: z
    .array(z.strictObject({ statement: z.string(), text: z.string(), blocks: z.enum(["all", "some"]) }))
    .describe("Deny statements of the same policy that would still be in the way."),
  written: z
    .strictObject({
      change: z.string().describe("Its id in the journal."),
      end: z.enum(["applied", "same", "refused", "denied", "gave-up"]),
      why: text,
      gone: textsShape.describe("Statements of others that went while it was written."),
    })
    .nullable(),
});

export const grantShape: z.ZodType<GrantAnswer> = z.strictObject({
  plan: z.strictObject({
    verb: z.enum(["grant", "revoke"]),
    before: text.describe("Of the resource's own policy; parts has the others."),
    after: text,
    gained: parties,
    lost: parties,
    inverse: z.strictObject({ command: z.string(), statements }),
    parts: z.array(part),
    caller: z.strictObject({
      isNeeded: z.boolean().describe("Whether the principal's own policies have to allow it, too."),
      statements,
      stillBlocked: textsShape,
      notKnown: textsShape.describe("What could not be told of the caller's side."),
    }),
    blockers: textsShape.describe("What no policy here can change."),
    notes: textsShape,
  }),
  applied: z.boolean(),
});

const change: z.ZodType<AppliedChange> = z.strictObject({
  id: z.string(),
  at: z.number().describe("Milliseconds since 1970."),
  by: z.string(),
  kind: z.string(),
  target: z.string(),
  account: z.string(),
  title: z.string(),
  before: text,
  after: text,
  inverse: z.string().describe("As JSON: how it is taken back."),
  state: z.enum(changeStates).describe("intended: it was cut off; whether it stands there is not known."),
  stateAt: z.number(),
  note: text,
  undoes: text,
});

export type ChangesAnswer = { readonly changes: readonly AppliedChange[]; readonly more: boolean };

export const changesShape: z.ZodType<ChangesAnswer> = z.strictObject({
  changes: z.array(change).describe("Latest first."),
  more: z.boolean(),
});

export type UndoAnswer = {
  readonly change: string;
  readonly target: string;
  readonly outcome: "change" | "same" | "refused";
  readonly why: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly applied: boolean;
};

export const undoShape: z.ZodType<UndoAnswer> = z.strictObject({
  change: z.string(),
  target: z.string(),
  outcome: z.enum(["change", "same", "refused"]),
  why: text,
  before: text,
  after: text,
  applied: z.boolean(),
});
