/** The JSON of what pages show of a trail. Times are ISO 8601 in UTC; external IDs stand nowhere in it. */
import { z } from "zod";
import { accountShape } from "../../answer-shapes.ts";
import { chainsShape, compareShape, dayCountsShape } from "../trail-shape.ts";

const count = z.number().int().min(0);
const time = z.string().describe("ISO 8601, UTC.");

export const trailStateShape = z.strictObject({
  state: z
    .enum(["none", "reading", "failed", "read"])
    .describe("`none`: the server was started without a trail."),
  message: z.string().nullable().describe("Why it failed."),
  progress: z
    .strictObject({ records: count, files: count, bytes: count, bytesInAll: count.nullable() })
    .nullable()
    .describe("While it is read; compressed bytes."),
  read: z
    .strictObject({
      events: count,
      first: time.nullable(),
      last: time.nullable(),
      skipped: count.describe("Files that could not be read whole."),
      limits: count.describe("Kinds of facts that were cut for want of memory; nearly always 0."),
      asOf: time.describe("The trail's end: from here days are counted back."),
      days: count,
      used: count.describe("Ways into roles that were used within the days."),
      unused: count,
      notWatched: count.describe("Ways of whose roles the trail tells too little to call them unused."),
      impossible: count.describe("Uses that the snapshot's policies would refuse."),
      digests: z
        .strictObject({
          digests: count,
          signed: count.describe("Digests with CloudTrail's signature."),
          verified: count.describe("Files that are as a signed digest tells."),
          unproven: count.describe("Files of which nothing can be said."),
          faults: count.describe("Files that are missing, changed, or signed by somebody else."),
          named: z
            .array(z.strictObject({ file: z.string(), why: z.string() }))
            .describe("The first of them."),
        })
        .nullable()
        .describe("What CloudTrail's digests prove; null: nobody asked."),
    })
    .nullable(),
});
export type TrailState = z.infer<typeof trailStateShape>;

const useColumns = {
  calls: z.array(count).describe("Calls that were granted by it, over the whole trail."),
  last: z.array(time.nullable()).describe("null: never seen."),
  watched: z.array(z.boolean()).describe("False: silence says nothing, the trail tells too little."),
  possible: z
    .array(z.boolean())
    .describe("False: the snapshot has no such way, and yet somebody came by it."),
  impossible: z.array(count).describe("Of the calls, those that the snapshot's policies would refuse."),
};

export const mapUseShape = z.strictObject({
  asOf: time,
  days: count,
  trusts: z
    .strictObject({
      from: z.array(count).describe("A place, as in /api/map."),
      to: z.array(count),
      flags: z.array(count),
      roles: z.array(count),
      ...useColumns,
    })
    .describe("Columns of one length: those of /api/map, told apart by their use."),
  elsewhere: count.describe("Impossible uses by callers who have no place on the map."),
});
export type MapUse = z.infer<typeof mapUseShape>;

const end = {
  principal: z.string().nullable().describe("The ARN of one of the account's own roles or users."),
  place: count.nullable().describe("Elsewhere: as in /api/map."),
};

export const accountUseShape = z.strictObject({
  account: accountShape,
  asOf: time,
  ways: z.array(
    z.strictObject({
      from: z.strictObject(end),
      to: z.strictObject(end),
      calls: count,
      last: time.nullable(),
      watched: z.boolean(),
      impossible: count,
    }),
  ),
});
export type AccountUse = z.infer<typeof accountUseShape>;

const line = z.strictObject({
  role: z.string().nullable(),
  by: z.string().describe("An ARN, an account, a service, an identity provider with its subject."),
  kind: z.string(),
  external: z.boolean().describe("Its account is none of ours."),
  count: count.describe("Calls that were granted."),
  first: time.nullable().describe("Of the granted ones; null: none was."),
  last: time.nullable(),
  refused: count,
  refusals: z
    .array(z.strictObject({ hour: time.describe("Its beginning."), count, error: z.string() }))
    .describe("Refused calls by hour, the latest 500."),
  days: dayCountsShape.describe("The latest 400 with a call, in their order."),
  networks: z.array(z.string()).describe("From where."),
  eventIds: z.array(z.string()).describe("Of the earliest calls, at most ten."),
});
export type UseLine = z.infer<typeof line>;

const timeline = {
  asOf: time,
  from: time.nullable().describe("The trail's beginning."),
  lines: z.array(line).describe("The latest first."),
  total: count,
  countedFrom: time
    .nullable()
    .describe("Days before are not counted whole, for want of memory; null: all are."),
  chains: chainsShape.shape.chains,
};

export const roleTimelineShape = z.strictObject({
  ...timeline,
  ways: compareShape.shape.edges,
  impossible: compareShape.shape.impossible,
});
export type RoleTimeline = z.infer<typeof roleTimelineShape>;

export const partyTimelineShape = z.strictObject(timeline);
export type PartyTimeline = z.infer<typeof partyTimelineShape>;

export const impossibleShape = z.strictObject({
  asOf: time,
  impossible: compareShape.shape.impossible,
  open: compareShape.shape.open,
});
export type ImpossibleAnswer = z.infer<typeof impossibleShape>;
