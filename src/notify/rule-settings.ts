/** The parts of the channel file that say which changes are told, and when. */
import { z } from "zod";
import { alertSeverities, driftKinds, isAccountId } from "../model/index.ts";
import { isDayTime, isTimeZone, weekDays } from "./plan/local-time.ts";

export const text = z.string().min(1);
const severity = z.enum(alertSeverities, `a severity is one of ${alertSeverities.join(", ")}`);
export const account = z
  .string("an account id is a text: put it in quotes, so that leading zeros stay")
  .refine(isAccountId, "an account id has twelve digits");
const unit = z
  .string()
  .regex(
    /^(ou-[a-z0-9]+-[a-z0-9]+|r-[a-z0-9]+|o-[a-z0-9]+\/[a-z0-9/-]*)$/,
    "a unit is written as ou-ab12-cdefgh34, r-ab12, or as a path o-…/r-…/ou-…/",
  )
  .describe("An id, or a path; whatever stands below it is part of it.");
export const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "this is the name of an environment variable, not the secret itself");
const time = z.string().refine(isDayTime, 'a time of day is written as "22:00"');
const timeZone = z
  .string()
  .refine(isTimeZone, "there is no such time zone: write it as Europe/Berlin")
  .default("UTC")
  .describe("A time zone of the IANA database.");
const days = z
  .array(z.enum(weekDays))
  .min(1)
  .optional()
  .describe("Days on which it begins; without them, every day.");
const instant = z
  .string()
  .refine(
    (value) => /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value)),
    {
      error: "a time is written as 2027-06-30T22:00:00Z, with its distance from UTC",
    },
  );

const routing = z
  .strictObject({
    atLeast: severity.optional().describe("Nothing below it."),
    accounts: z.array(account).min(1).optional(),
    organizationalUnits: z.array(unit).min(1).optional(),
    ownerTags: z
      .record(text, z.union([text, z.array(text).min(1)]))
      .optional()
      .describe("Tags of the subject or its account; each has to match. * stands for any text."),
    kinds: z.array(z.enum(driftKinds)).min(1).optional(),
    onlyExternalGains: z
      .boolean()
      .optional()
      .describe("Only where somebody outside the organization gains access, or may do so."),
  })
  .describe("All that is given has to be met; without it, everything is told.");

const quietHours = z
  .strictObject({
    from: time,
    to: time,
    timeZone,
    days,
    below: severity.default("high").describe("What is below it is held until they end."),
  })
  .refine(({ from, to }) => from !== to, "they begin and end at the same time");

const rateLimit = z
  .strictObject({
    alerts: z.number().int().min(1),
    perMinutes: z
      .number()
      .int()
      .min(1)
      .max(24 * 60),
  })
  .describe("What exceeds it is held until the time is over, and told as one.");

/** What every channel has. */
export const common = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "a channel's name is made of a-z, 0-9 and -, 63 at most")
    .optional()
    .describe("Without it, the type, with a number where there are several."),
  route: routing.optional(),
  quietHours: quietHours.optional(),
  rateLimit: rateLimit.optional(),
  showExternalIds: z.boolean().default(false).describe("External IDs are masked unless this says otherwise."),
  tellExpected: z.boolean().default(false).describe("Whether changes that were announced are told too."),
  timeoutSeconds: z.number().min(1).max(120).default(10).describe("For one attempt."),
};

export const maintenance = z
  .strictObject({
    name: text.describe("Told where somebody asks why nothing was sent."),
    from: instant.optional(),
    to: instant.optional(),
    weekly: z.strictObject({ days, from: time, to: time, timeZone }).optional(),
    accounts: z.array(account).min(1).optional(),
    organizationalUnits: z.array(unit).min(1).optional(),
    channels: z.array(text).min(1).optional().describe("Only over these; without them, over none."),
    below: severity.optional().describe("Only what is below it is kept back."),
  })
  .refine(({ from, to, weekly }) => (weekly === undefined) === (from !== undefined && to !== undefined), {
    error: "give from and to, or weekly",
  })
  .describe("Changes in this time are recorded, and not sent.");

export type Routing = z.output<typeof routing>;
export type MaintenanceWindow = z.output<typeof maintenance>;
