/** The channel file's shape: where alerts go, and which. `schemas/alerts.schema.json` is made from it. */
import { z } from "zod";
import { alertSeverities, driftKinds, isAccountId } from "../model/index.ts";
import { isDayTime, isTimeZone, weekDays } from "./plan/local-time.ts";
import type { SecretReference } from "./secrets.ts";

const text = z.string().min(1);
const severity = z.enum(alertSeverities, `a severity is one of ${alertSeverities.join(", ")}`);
const account = z
  .string("an account id is a text: put it in quotes, so that leading zeros stay")
  .refine(isAccountId, "an account id has twelve digits");
const unit = z
  .string()
  .regex(
    /^(ou-[a-z0-9]+-[a-z0-9]+|r-[a-z0-9]+|o-[a-z0-9]+\/(.+\/)?)$/,
    "a unit is written as ou-ab12-cdefgh34, r-ab12, or as a path o-…/r-…/ou-…/",
  )
  .describe("An id, or a path; whatever stands below it is part of it.");
const variable = z
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

const common = {
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

export const messageFormats = ["json"] as const;
export type MessageFormat = (typeof messageFormats)[number];
const format = z.enum(messageFormats).default("json");

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Null: alerts may be sent there. Over plain HTTP, whoever listens would have them. */
export function urlFault(value: string, allowsHttp: boolean): string | null {
  if (!URL.canParse(value)) return "it is no address";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "it has to begin with https://";
  if (url.protocol === "http:" && !allowsHttp && !loopback.has(url.hostname)) {
    return "it has to begin with https:// (http:// is for localhost, or with allowHttp: true)";
  }
  if (`${url.username}${url.password}` !== "") return "it may hold no name and no password: use headers";
  return null;
}

const secretUrl = {
  urlEnv: variable.optional().describe("A variable that has the address."),
  urlFile: text.optional().describe("A file that has the address."),
  allowHttp: z.boolean().optional().describe("Lets alerts go over plain HTTP in a network of your own."),
};

/** Exactly one of them. */
function given(...values: readonly unknown[]): boolean {
  return values.filter((value) => value !== undefined && value !== false).length === 1;
}

const header = z.union([z.strictObject({ env: variable }), z.strictObject({ file: text })]);

const stdout = z.strictObject({ type: z.literal("stdout"), ...common, format });
const file = z.strictObject({ type: z.literal("file"), ...common, path: text, format });
const webhook = z
  .strictObject({
    type: z.literal("webhook"),
    ...common,
    url: z.string().optional().describe("Where the address is no secret."),
    ...secretUrl,
    secretEnv: variable
      .optional()
      .describe("A variable that has the signing secret: whsec_…, or any other text."),
    secretFile: text.optional().describe("A file that has it."),
    unsigned: z.boolean().optional().describe("For receivers that can't check signatures."),
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), header).default({}),
    format,
  })
  .refine(({ url, urlEnv, urlFile }) => given(url, urlEnv, urlFile), "give one of url, urlEnv and urlFile")
  .refine(
    ({ secretEnv, secretFile, unsigned }) => given(secretEnv, secretFile, unsigned),
    "give one of secretEnv and secretFile, or say unsigned: true",
  )
  .superRefine(({ url, allowHttp }, context) => {
    const fault = url === undefined ? null : urlFault(url, allowHttp === true);
    if (fault !== null) context.addIssue({ code: "custom", path: ["url"], message: fault });
  });

const channel = z.discriminatedUnion("type", [stdout, file, webhook]);

const maintenance = z
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

export const alertsFileSchema = z
  .strictObject({
    channels: z.array(channel).default([]),
    maintenance: z.array(maintenance).default([]),
    retry: z
      .strictObject({
        attempts: z.number().int().min(1).max(1000).default(50).describe("After so many, it is given up."),
        longestMinutes: z
          .number()
          .min(0.01)
          .max(24 * 60)
          .default(30)
          .describe("The longest wait between two attempts, also where the receiver asks for more."),
      })
      .default({ attempts: 50, longestMinutes: 30 }),
  })
  .superRefine(({ channels, maintenance: windows }, context) => {
    const names = namesOf(channels);
    for (const [index, name] of names.entries()) {
      if (names.indexOf(name) < index) {
        const message = `another channel is called ${name}: give it a name of its own`;
        context.addIssue({ code: "custom", path: ["channels", index, "name"], message });
      }
    }
    for (const [index, window] of windows.entries()) {
      for (const one of window.channels ?? []) {
        if (names.includes(one)) continue;
        const message = `no channel is called ${JSON.stringify(one)}`;
        context.addIssue({ code: "custom", path: ["maintenance", index, "channels"], message });
      }
    }
  });

type AlertsFile = z.output<typeof alertsFileSchema>;
type FileChannel = z.output<typeof channel>;
/** A channel as the file has it, with its name. */
export type ChannelSettings = FileChannel & { readonly name: string };
export type ChannelOf<T extends ChannelSettings["type"]> = Extract<ChannelSettings, { readonly type: T }>;
export type Routing = z.output<typeof routing>;

export type MaintenanceWindow = z.output<typeof maintenance>;
export type UrlSettings = {
  readonly url?: string | undefined;
  readonly urlEnv?: string | undefined;
  readonly urlFile?: string | undefined;
  readonly allowHttp?: boolean | undefined;
};

/** What is told to whom. Holds references to secrets, and no secret. */
export type AlertConfiguration = {
  readonly channels: readonly ChannelSettings[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly retry: { readonly attempts: number; readonly longestMilliseconds: number };
};

export function alertConfiguration({
  channels,
  maintenance: windows,
  retry,
}: AlertsFile): AlertConfiguration {
  const names = namesOf(channels);
  return {
    channels: channels.map((one, index) => ({ ...one, name: names[index] ?? one.type })),
    maintenance: windows,
    retry: { attempts: retry.attempts, longestMilliseconds: retry.longestMinutes * 60_000 },
  };
}

/** `webhook`, `webhook-2`: in the order of the file. */
function namesOf(channels: readonly FileChannel[]): readonly string[] {
  const counts = new Map<string, number>();
  return channels.map(({ name, type }) => {
    if (name !== undefined) return name;
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return count === 1 ? type : `${type}-${count}`;
  });
}

export function headerReference(reference: z.output<typeof header>): SecretReference {
  return reference;
}

/** Null: what is sent is not signed. */
export function secretReference({
  secretEnv,
  secretFile,
}: {
  readonly secretEnv?: string | undefined;
  readonly secretFile?: string | undefined;
}): SecretReference | null {
  if (secretEnv !== undefined) return { env: secretEnv };
  return secretFile === undefined ? null : { file: secretFile };
}
