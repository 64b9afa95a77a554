/** The JSON of drift, as the server answers it: a change whole, as a row, counted, and how a finding lived. */
import { z } from "zod";
import { alertSeverities, type DriftChange, type DriftEvent, driftKinds } from "../../model/index.ts";
import { guardShape, requestShape, textsShape } from "../answer-shapes.ts";

const count = z.number().int().min(0);
const time = z.number().int().describe("Milliseconds since 1970.");
const severity = z.enum(alertSeverities);

export const eventKinds = ["changed", "opened-and-closed", "missed-by-events", "unresolved"] as const;

export const driftSides = ["gained", "lost", "outsiders", "neither"] as const;

const eventKind = z
  .enum(eventKinds)
  .describe(
    "opened-and-closed: possible between two events only. missed-by-events: found by a full read. unresolved: the read never came to agree with the last event.",
  );

const party = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name: z.string().exactOptional(),
  external: z.boolean().describe("Outside of the organization."),
  proven: z.boolean(),
  guard: z.array(guardShape.element.extend({ controlledBy: z.string() })),
  via: z.enum(["direct", "account"]),
});

const guardChanges = [
  "external-id-dropped",
  "organization-dropped",
  "mfa-dropped",
  "condition-dropped",
  "condition-widened",
  "condition-added",
  "condition-narrowed",
  "condition-changed",
  "principal-widened",
  "principal-narrowed",
  "proven-now",
  "unproven-now",
] as const;

const guardChange = z.strictObject({
  change: z.enum(guardChanges),
  weaker: z.boolean(),
  who: z.string().describe("A party's id."),
  key: z.string().nullable().describe("Of the condition; null: it is about the principal."),
  before: textsShape,
  after: textsShape,
});

const change: z.ZodType<DriftChange> = z.strictObject({
  subject: z.string(),
  kind: z.enum(driftKinds),
  account: z.string().nullable().describe("null: it concerns the organization."),
  happened: z.enum(["appeared", "changed", "disappeared"]),
  meaning: z
    .enum(["wider", "narrower", "other", "same", "unclear"])
    .describe("other: more here and less there. unclear: it could not be decided, and the notes say why."),
  summary: z.string(),
  gained: z.array(party).describe("Outsiders first."),
  lost: z.array(party),
  more: z.strictObject({ gained: count, lost: count }).describe("Those that are not told one by one."),
  guards: z.array(guardChange),
  findings: z.strictObject({ opened: textsShape, closed: textsShape }),
  examples: z.strictObject({ gained: requestShape.nullable(), lost: requestShape.nullable() }),
  reaches: textsShape.describe("What those who gained can do next."),
  notes: textsShape.describe("What is not known and could change this."),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

const actor = z.strictObject({
  principal: z.string(),
  kind: z.string(),
  sessionIssuer: z.string().nullable(),
  account: z.string().nullable(),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  mfa: z.boolean().nullable(),
  invokedBy: z.string().exactOptional(),
  onBehalfOf: z.string().exactOptional(),
});

const findingBrief = z.strictObject({
  id: z.string(),
  rule: z.string(),
  severity,
  subject: z.string(),
  title: z.string(),
});

const driftEventShape: z.ZodType<DriftEvent> = z.strictObject({
  id: z.string(),
  kind: eventKind,
  at: time,
  noticedAt: time,
  severity,
  severityReasons: textsShape,
  title: z.string(),
  subject: z.string(),
  account: z.string().nullable(),
  accountName: z.string().nullable(),
  organizationPath: z.string().nullable(),
  ownerTags: z.record(z.string(), z.string()),
  changes: z.array(change),
  findings: z.strictObject({ opened: z.array(findingBrief), closed: z.array(findingBrief) }),
  actors: z.array(actor),
  events: z
    .array(z.strictObject({ id: z.string(), name: z.string(), at: time }))
    .describe("CloudTrail's eventID and eventName."),
  interlude: z
    .strictObject({ eventId: z.string(), from: time, to: time })
    .nullable()
    .describe("What was possible for a while only."),
  expected: z.strictObject({ approval: z.string(), ticket: z.string() }).nullable(),
  reverts: z.string().nullable().describe("The change that this one takes back, whole."),
});

const sides = z
  .array(z.enum(driftSides))
  .describe(
    "gained, lost: somebody did, or a guard became weaker or stronger. outsiders: those who gained are outside of the organization, or a guard against outsiders went. neither: nobody is known to have.",
  );

/** A row of the list. Titles are cut at 600 letters. */
export const driftRowShape = z.strictObject({
  id: z.string(),
  sequence: count.describe("In the order in which changes were settled."),
  kind: eventKind,
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
  kind: z.array(z.strictObject({ value: eventKind, count })).describe("Most first."),
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
