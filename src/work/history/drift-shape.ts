/** The JSON of drift, as the server answers it: a change whole, as a row, counted, and how a finding lived. */
import { z } from "zod";
import { alertSeverities, driftKinds } from "../../model/index.ts";
import { textsShape } from "../answer-shapes.ts";
import { driftEventShape, eventKindShape } from "./drift-event-shape.ts";

const count = z.number().int().min(0);
const time = z.number().int().describe("Milliseconds since 1970.");
const severity = z.enum(alertSeverities);

export const driftSides = ["gained", "lost", "outsiders", "neither"] as const;

const sides = z
  .array(z.enum(driftSides))
  .describe(
    "gained, lost: somebody did, or a guard became weaker or stronger. outsiders: those who gained are outside of the organization, or a guard against outsiders went. neither: nobody is known to have.",
  );

/** A row of the list. Titles are cut at 600 letters. */
export const driftRowShape = z.strictObject({
  id: z.string(),
  sequence: count.describe("In the order in which changes were settled."),
  kind: eventKindShape,
  at: time,
  severity,
  title: z.string(),
  subject: z.string(),
  account: z.string().nullable(),
  accountName: z.string().nullable(),
  about: z.array(z.enum(driftKinds)),
  sides,
  gained: count.describe("Parties."),
  lost: count,
  weakened: count.describe("Guards."),
  strengthened: count,
  actors: textsShape.describe("Principals, the last first."),
  ticket: z.string().nullable().describe("By which it was expected."),
  reverts: z.string().nullable(),
  revertedBy: z.string().nullable(),
});

export type DriftRow = z.infer<typeof driftRowShape>;

export const driftRowsShape = z.strictObject({
  events: z.array(driftRowShape).describe("Latest first."),
  total: count.describe("How many there are, on this page and all others."),
  sequence: count.describe("All that was settled up to it is in the answer: news are asked for after it."),
  older: z.boolean().describe("The store holds older changes that are not counted here."),
});

export const driftNewsShape = z.strictObject({
  events: z.array(driftRowShape).describe("Latest first, 100 at most."),
  total: count,
  sequence: count.describe("What to ask after next."),
});

export const driftFacetsShape = z.strictObject({
  total: count.describe("Changes that meet all filters."),
  severity: z.array(z.strictObject({ value: severity, count })).describe("Worst first."),
  side: z.array(z.strictObject({ value: z.enum(driftSides), count })),
  kind: z.array(z.strictObject({ value: eventKindShape, count })).describe("Most first."),
  about: z.array(z.strictObject({ value: z.enum(driftKinds), count })).describe("Most first."),
  account: z
    .array(z.strictObject({ value: z.string(), name: z.string().nullable(), count }))
    .describe("Most first."),
  actor: z.array(z.strictObject({ value: z.string(), count })).describe("Most first."),
  expected: z.array(z.strictObject({ value: z.boolean(), count })),
});

const bucket = z.strictObject({
  at: time.describe("Where it begins."),
  events: count,
  gained: count.describe("Changes by which somebody did, or a guard became weaker."),
  outsiders: count.describe("Of them, those that concern outsiders."),
  lost: count,
  worst: severity,
});

export const driftTimelineShape = z.strictObject({
  unit: z.enum(["hour", "day", "week"]).describe("How long a bucket is, in UTC; weeks begin on Mondays."),
  from: time.describe("Of the first bucket that the picture has."),
  to: time.describe("Where the last one ends."),
  buckets: z.array(bucket).describe("Those in which something happened, in order."),
  accounts: z
    .array(
      z.strictObject({
        account: z.string().nullable().describe("null: the organization."),
        name: z.string().nullable(),
        events: count,
        buckets: z.array(bucket),
      }),
    )
    .describe("Those with most changes first."),
  moreAccounts: count,
  outside: count.describe("Changes whose time is too far from the others' for the picture."),
});

const otherEvent = z.strictObject({ id: z.string(), title: z.string(), at: time });

export const driftStoryShape = z.strictObject({
  event: driftEventShape,
  decisions: z
    .array(
      z.strictObject({
        channel: z.string().nullable().describe("null: for all channels."),
        verdict: z.enum([
          "sent",
          "grouped",
          "held",
          "below-severity",
          "not-routed",
          "maintenance",
          "expected",
          "rate-limited",
          "no-channel",
        ]),
        why: z.string(),
        at: time,
      }),
    )
    .describe("Why an alert was, or was not, sent."),
  deliveries: z
    .array(
      z.strictObject({
        channel: z.string(),
        status: z.enum(["waiting", "sending", "delivered", "dead"]),
        attempts: count,
        lastError: z.string().nullable(),
        at: time.describe("When it is tried next, or was delivered or given up."),
      }),
    )
    .describe("Of the latest alerts that tell of it by itself, not only as one more."),
  takesBack: otherEvent.nullable(),
  takenBackBy: otherEvent.nullable(),
  approval: z
    .strictObject({
      ticket: z.string(),
      principal: z.string().nullable(),
      subject: z.string().nullable(),
      from: time,
      to: time,
      reason: z.string(),
      createdBy: z.string(),
      withdrawnAt: time.nullable(),
    })
    .nullable()
    .describe("That it was expected by, where the store still has it."),
  presentFindings: textsShape.describe("Ids of its findings that the snapshot at hand has."),
});

export const findingLifeShape = z.strictObject({
  life: z
    .strictObject({
      state: z.enum(["open", "fixed", "accepted", "reopened"]),
      firstSeen: time,
      lastSeen: time,
      acceptedUntil: time.nullable(),
      history: z.array(
        z.strictObject({
          at: time,
          state: z.enum(["open", "fixed", "accepted", "reopened"]),
          why: z.string(),
        }),
      ),
    })
    .nullable()
    .describe("null: the store has not seen the finding."),
  opened: z.array(driftRowShape).describe("Changes that opened it, latest first."),
  closed: z.array(driftRowShape),
});
