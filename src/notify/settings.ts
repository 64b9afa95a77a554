/** The channel file's shape: where alerts go, and which. `schemas/alerts.schema.json` is made from it. */
import { z } from "zod";
import { account, common, type MaintenanceWindow, maintenance, text, variable } from "./rule-settings.ts";
import type { SecretReference } from "./secrets.ts";

export const messageFormats = ["json", "ocsf", "markdown", "jira", "text"] as const;
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
const fileChannel = z.strictObject({ type: z.literal("file"), ...common, path: text, format });
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

const onlySecretUrl = {
  ...common,
  ...secretUrl,
};
const oneSecretUrl = ({
  urlEnv,
  urlFile,
}: {
  readonly urlEnv?: unknown;
  readonly urlFile?: unknown;
}): boolean => given(urlEnv, urlFile);
const secretUrlFault =
  "give one of urlEnv and urlFile: the address is a secret, and does not belong in this file";
const slack = z
  .strictObject({ type: z.literal("slack"), ...onlySecretUrl })
  .refine(oneSecretUrl, secretUrlFault)
  .describe("An incoming webhook of Slack.");
const teams = z
  .strictObject({ type: z.literal("teams"), ...onlySecretUrl })
  .refine(oneSecretUrl, secretUrlFault)
  .describe("A webhook of Teams' Workflows.");

/** What a header of a mail may hold. */
const address = z
  .string()
  .regex(
    /^[^\r\n,;]*[^\r\n,;\s@]+@[^\r\n,;\s@]+$|^[^\r\n,;<>]*<[^\r\n,;\s@<>]+@[^\r\n,;\s@<>]+>$/,
    "an address is written as security@example.com",
  );
const email = z
  .strictObject({
    type: z.literal("email"),
    ...common,
    host: text,
    port: z.number().int().min(1).max(65_535).default(587),
    encryption: z
      .enum(["starttls", "tls", "none"])
      .default("starttls")
      .describe("none is for a server on this machine alone."),
    user: text.optional(),
    passwordEnv: variable.optional(),
    passwordFile: text.optional(),
    from: address,
    to: z.array(address).min(1),
  })
  .refine(
    ({ user, passwordEnv, passwordFile }) =>
      user === undefined
        ? passwordEnv === undefined && passwordFile === undefined
        : given(passwordEnv, passwordFile),
    "a user needs one of passwordEnv and passwordFile, and a password a user",
  )
  .refine(({ encryption, host }) => encryption !== "none" || loopback.has(host), {
    path: ["encryption"],
    error: "without encryption, whoever listens has the alerts: that is for localhost alone",
  });

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region is written as eu-central-1");
const sns = z.strictObject({
  type: z.literal("sns"),
  ...common,
  topicArn: z
    .string()
    .regex(
      /^arn:[^:]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]+$/,
      "a topic's ARN is written as arn:aws:sns:REGION:ACCOUNT:NAME",
    ),
  format,
});
const eventbridge = z.strictObject({
  type: z.literal("eventbridge"),
  ...common,
  bus: text.default("default").describe("A bus's name, or its ARN."),
  region: region.optional().describe("Without it, the bus's, else as the environment says."),
  source: z
    .string()
    .regex(/^(?!aws\.)[A-Za-z0-9._/-]{1,256}$/, "a source is a name, and does not begin with aws.")
    .default("accesslens"),
});
const securityHub = z.strictObject({
  type: z.literal("security-hub"),
  ...common,
  accountId: account.describe("The account whose credentials are used: findings are imported there."),
  region,
});

const channel = z.discriminatedUnion("type", [
  stdout,
  fileChannel,
  webhook,
  slack,
  teams,
  email,
  sns,
  eventbridge,
  securityHub,
]);

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
export function secretReference({ secretEnv, secretFile }: ChannelOf<"webhook">): SecretReference | null {
  return reference(secretEnv, secretFile);
}

/** Null: the server asks for no password. */
export function passwordReference({ passwordEnv, passwordFile }: ChannelOf<"email">): SecretReference | null {
  return reference(passwordEnv, passwordFile);
}

function reference(env: string | undefined, file: string | undefined): SecretReference | null {
  if (env !== undefined) return { env };
  return file === undefined ? null : { file };
}
