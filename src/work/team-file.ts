/** Team mode as it stands in `team.yaml`: where the server is reached, who tells who people are, and which groups may what. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { err, ok, type Result } from "../model/index.ts";
import { type FileFault, readYamlFile } from "./yaml-file.ts";

const guide = "docs/serve.md";

/** Of the environment, where the file names none. */
const secretVariable = "ACCESSLENS_CLIENT_SECRET";

const mostHours = 24 * 7;
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Null: it is no address. */
function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Over the network, who listens would have cookies and tokens. */
function isProtected({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && loopback.has(hostname));
}

function address(what: string, example: string) {
  return z
    .string(`${what} is missing: write it as ${example}`)
    .refine((text) => urlOf(text) !== null, `it is no address: write it as ${example}`)
    .refine(
      (text) => isProtected(urlOf(text) ?? new URL("https://x")),
      "it has to begin with https:// (http:// is for localhost alone)",
    )
    .refine((text) => {
      const { username, password, search, hash } = urlOf(text) ?? new URL("https://x");
      return `${username}${password}${search}${hash}` === "";
    }, "it may hold neither a name, nor ? nor #");
}

const groups = z.array(z.string("a group's name is a text").min(1, "a group's name is not empty"));

/** The file's shape; `schemas/team.schema.json` is made from it. */
export const teamSchema = z.strictObject({
  publicUrl: address("the address that people open", "https://accesslens.example.com")
    .refine(
      (text) => (urlOf(text)?.pathname ?? "/") === "/",
      "it may have no path: give it a host of its own",
    )
    .describe("What people open in their browsers: scheme, host and port, without a path."),
  listen: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1").describe("The address of this machine to listen to."),
      port: z
        .number("the port to listen to is missing: write a number such as 8080")
        .int("a port is a whole number")
        .min(1, "a port is from 1 to 65535")
        .max(65_535, "a port is from 1 to 65535"),
    })
    .describe("Where the reverse proxy reaches it, in plain HTTP."),
  issuer: address("the OpenID provider's issuer", "https://login.example.com").describe(
    "The OpenID provider's issuer, which has /.well-known/openid-configuration below it.",
  ),
  clientId: z
    .string("the client's id at the OpenID provider is missing")
    .min(1, "the client's id at the OpenID provider is empty"),
  clientSecretFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      `A file with the client's secret, from this file's folder on; without it, ${secretVariable} has it.`,
    ),
  clientAuthentication: z
    .enum(["basic", "post"], "it is basic or post")
    .optional()
    .describe("How the client shows its secret; without it, what the provider says that it takes."),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, "a scope is one word"))
    .default(["openid", "profile"])
    .refine((scopes) => scopes.includes("openid"), "openid has to be among them")
    .describe("What is asked of the provider; many give groups for a scope such as groups."),
  groups: z
    .strictObject({
      claim: z
        .string("the claim that tells a person's groups is missing: often groups")
        .min(1, "the claim's name is empty")
        .describe("Of the ID token, or of what the provider tells of the user."),
      viewer: groups.default([]).describe("May look at everything."),
      triager: groups.default([]).describe("May also accept findings."),
    })
    .refine(
      ({ viewer, triager }) => viewer.length + triager.length > 0,
      "no group may look: name one under viewer or triager",
    ),
  sessionHours: z
    .number("it is a number of hours")
    .positive("it is more than 0")
    .max(mostHours, `it is ${mostHours} at most`)
    .default(8)
    .describe("How long a person stays signed in."),
});

export type TeamSettings = {
  /** With a path of `/`. */
  readonly publicUrl: URL;
  readonly listen: { readonly host: string; readonly port: number };
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Null: as the provider's metadata says. */
  readonly clientAuthentication: "basic" | "post" | null;
  readonly scopes: readonly string[];
  readonly groups: {
    readonly claim: string;
    readonly viewer: readonly string[];
    readonly triager: readonly string[];
  };
  readonly sessionSeconds: number;
};

/** `environment`: where the client's secret is looked for when the file names no file for it. */
export function readTeam(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Result<TeamSettings, readonly FileFault[]> {
  const read = readYamlFile(path, teamSchema, guide);
  if (!read.ok) return read;
  const { publicUrl, issuer, clientSecretFile, clientAuthentication, sessionHours, ...rest } = read.value;
  const clientSecret = secretOf(path, clientSecretFile, environment);
  if (!clientSecret.ok) return err([clientSecret.error]);
  return ok({
    ...rest,
    publicUrl: new URL(publicUrl),
    issuer: new URL(issuer),
    clientSecret: clientSecret.value,
    clientAuthentication: clientAuthentication ?? null,
    sessionSeconds: sessionHours * 3600,
  });
}

function secretOf(
  path: string,
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Result<string, FileFault> {
  if (file === undefined) {
    const secret = environment[secretVariable] ?? "";
    if (secret !== "") return ok(secret);
    return err({
      place: path,
      message: `clientSecretFile is missing, and ${secretVariable} is not set`,
      advice: `Put the client's secret into a file that this server alone can read, and name it; ${guide} shows how.`,
    });
  }
  const place = resolve(dirname(path), file);
  try {
    const secret = readFileSync(place, "utf8").trim();
    if (secret !== "") return ok(secret);
    return err({ place, message: "is empty", advice: "Put the client's secret into it, and nothing else." });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return err({
      place,
      message: `can't be read: ${reason}`,
      advice: `Check clientSecretFile of ${path}, and the file's permissions.`,
    });
  }
}
