/** The options of session and each, checked: the wish for a session, and who asks for it. */
import { readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { resolve } from "node:path";
import { homeRegion, isRegionName, partitionOfRegion, spokeRoleArn } from "../aws/index.ts";
import { asksForFips, regionOfProfile } from "../collect/live/index.ts";
import { type AccountId, err, ok, type Partition, type Result } from "../model/index.ts";
import { parseRelationship } from "../provision/external-ids/external-id.ts";
import {
  attributedName,
  parseTag,
  type SessionFault,
  type SessionTag,
  type SessionWish,
  sessionName,
  sessionPolicyText,
} from "../provision/sessions/index.ts";
import { openActionCatalogue } from "../work/action-file.ts";
import { externalIdOf as registeredExternalId } from "../work/provision/external-ids/registry.ts";
import type { SourceSettings } from "../work/provision/sessions/index.ts";
import { codeOfSecondFactor } from "./ask-code.ts";
import { externalIdOf } from "./collect-settings.ts";
import { done, type Failure, inputFailure, usageFailure } from "./exit.ts";
import { withStateThatIs } from "./open-state.ts";
import { version } from "./version.ts";

export type SessionArguments = {
  readonly roleName?: string;
  readonly via?: readonly string[];
  readonly sessionName?: string;
  readonly purpose?: string;
  readonly sessionTag?: readonly string[];
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string;
  readonly externalIdFile?: string;
  readonly relationship?: string;
  readonly store?: string;
  readonly duration?: number;
  readonly sessionPolicy?: string;
  readonly sessionPolicyArn?: readonly string[];
  readonly mfaSerial?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly fips?: boolean;
  readonly snapshot?: string;
};

/** Everything of a wish but the role. */
export type WishForRole = (role: string) => SessionWish;

export type CheckedWish = {
  readonly wishFor: WishForRole;
  /** What the user should know, one sentence each. */
  readonly remarks: readonly string[];
};

export async function wishOf(args: SessionArguments): Promise<Result<CheckedWish, Failure>> {
  const externalId = await givenExternalId(args);
  if (!externalId.ok) return externalId;
  const tags: SessionTag[] = [];
  for (const text of args.sessionTag ?? []) {
    const tag = parseTag(text);
    if (!tag.ok) return err(faultsFailure([tag.error]));
    tags.push(tag.value);
  }
  const inline = await inlinePolicy(args.sessionPolicy);
  if (!inline.ok) return inline;
  const name =
    args.sessionName === undefined
      ? attributedName({ user: userName(), host: hostname(), purpose: args.purpose ?? null })
      : sessionName(args.sessionName);
  const remarks = [...inline.value.remarks];
  if (name.changed) {
    remarks.push(
      `the session is called ${name.name}: what it was to be called has characters or a length that STS refuses`,
    );
  }
  const wish = {
    name: name.name,
    tags,
    transitive: args.transitive ?? [],
    sourceIdentity: args.sourceIdentity ?? null,
    externalId: externalId.value,
    policies: { inline: inline.value.text, arns: args.sessionPolicyArn ?? [] },
    seconds: args.duration ?? null,
  };
  return ok({ wishFor: (role) => ({ ...wish, roles: [...(args.via ?? []), role] }), remarks });
}

/** From the file, the environment or, by its relationship, the registry. */
async function givenExternalId(args: SessionArguments): Promise<Result<string | null, Failure>> {
  const { relationship, store, externalIdFile } = args;
  if (relationship === undefined && store === undefined) return externalIdOf(args);
  if (relationship === undefined || store === undefined || externalIdFile !== undefined) {
    return err(
      usageFailure(
        "--relationship and --store go together, and without --external-id-file",
        "Such as --relationship acme --store sqlite:registry.db",
      ),
    );
  }
  const name = parseRelationship(relationship);
  if (!name.ok) {
    return err(
      usageFailure(`--relationship: the name ${name.error}`, "Give it as external-id list tells it."),
    );
  }
  let found: string | null = null;
  const opened = await withStateThatIs(store, async (state) => {
    found = await registeredExternalId(state, name.value);
    return done;
  });
  if (opened.kind === "failed") return err(opened.failure);
  return found === null
    ? err(
        inputFailure(
          [`${store} has no external ID in use for ${JSON.stringify(relationship)}`],
          "accesslens external-id list tells which there are, and external-id issue makes one.",
        ),
      )
    : ok(found);
}

async function inlinePolicy(
  path: string | undefined,
): Promise<Result<{ readonly text: string | null; readonly remarks: readonly string[] }, Failure>> {
  if (path === undefined) return ok({ text: null, remarks: [] });
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return err(inputFailure([`${path}: can't be read: ${cause.code}`], "Check the path."));
  }
  const policy = sessionPolicyText(text, path, openActionCatalogue());
  if (!policy.ok) return err(inputFailure([policy.error.message], policy.error.advice));
  const remarks = policy.value.lint
    .filter(({ severity }) => severity !== "suggestion")
    .map(({ position, message }) => `${path}:${position.line}:${position.column}: ${message}`);
  return ok({ text: policy.value.text, remarks });
}

/** Some containers run as users that have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER || "unknown";
  }
}

export async function sourceSettingsOf(args: SessionArguments): Promise<Result<SourceSettings, Failure>> {
  const { profile, region, fips, mfaSerial } = args;
  if (region !== undefined && !isRegionName(region)) {
    return err(usageFailure(`--region: ${region} is no region's name`, "Such as eu-west-1."));
  }
  if (mfaSerial !== undefined && !/^[\w+=/:,.@-]{9,256}$/.test(mfaSerial)) {
    return err(
      usageFailure(
        `--mfa-serial: ${JSON.stringify(mfaSerial)} is no device's`,
        "Such as arn:aws:iam::123456789012:mfa/ada, or the number on a hardware device.",
      ),
    );
  }
  return ok({
    profile: profile ?? null,
    region: region ?? null,
    fips: fips === true || (await asksForFips(profile === undefined ? [] : [profile])),
    version,
    secondFactor: mfaSerial ?? null,
    code: codeOfSecondFactor,
  });
}

/** The role of that name in an account; its partition is the account's, or that of the region that is signed in to. */
export async function roleInAccount(
  account: AccountId,
  known: Partition | null,
  { roleName, region, profile }: SessionArguments,
): Promise<Result<string, Failure>> {
  if (roleName === undefined) {
    return err(
      usageFailure(
        `which role of account ${account}?`,
        "Give its name with --role-name, path included, or its whole ARN in place of the account.",
      ),
    );
  }
  const partition = known ?? partitionOfRegion(await signInRegion(region, profile)) ?? "aws";
  return ok(spokeRoleArn(partition, account, roleName.replace(/^\/+/, "")));
}

async function signInRegion(region: string | undefined, profile: string | undefined): Promise<string> {
  return (
    region ??
    process.env.AWS_REGION ??
    process.env.AWS_DEFAULT_REGION ??
    (await regionOfProfile(profile ?? null)) ??
    homeRegion("aws")
  );
}

export function faultsFailure(faults: readonly SessionFault[]): Failure {
  const one = faults.length === 1 ? (faults[0]?.advice ?? null) : null;
  return usageFailureOf(
    faults.map(
      ({ what, message, advice }) => `${optionOf(what)}: ${message}${one === null ? ` (${advice})` : ""}`,
    ),
    one,
  );
}

function usageFailureOf(messages: readonly string[], advice: string | null): Failure {
  return { ...usageFailure("", advice), messages };
}

function optionOf(what: SessionFault["what"]): string {
  switch (what) {
    case "role":
      return "the role";
    case "tag":
      return "--session-tag";
    case "external-id":
      return "--external-id-file";
    case "session-name":
    case "source-identity":
    case "transitive":
    case "duration":
    case "session-policy":
    case "session-policy-arn":
      return `--${what}`;
  }
}

/** The same options as words, for a command line that others run from elsewhere. */
export function wordsOf(args: SessionArguments): readonly string[] {
  const word = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}`, value];
  const words = (name: string, values: readonly string[] | undefined): readonly string[] =>
    (values ?? []).flatMap((value) => word(name, value));
  const path = (value: string | undefined): string | undefined =>
    value === undefined ? value : resolve(value);
  return [
    ...word("role-name", args.roleName),
    ...words("via", args.via),
    ...word("session-name", args.sessionName),
    ...word("purpose", args.purpose),
    ...words("session-tag", args.sessionTag),
    ...words("transitive", args.transitive),
    ...word("source-identity", args.sourceIdentity),
    ...word("external-id-file", path(args.externalIdFile)),
    ...word("relationship", args.relationship),
    ...word("store", storeFromAnywhere(args.store)),
    ...word("duration", args.duration?.toString()),
    ...word("session-policy", path(args.sessionPolicy)),
    ...words("session-policy-arn", args.sessionPolicyArn),
    ...word("mfa-serial", args.mfaSerial),
    ...word("profile", args.profile),
    ...word("region", args.region),
    ...(args.fips === true ? ["--fips"] : []),
  ];
}

/** A file's path is told from the root; other stores are where they are. */
function storeFromAnywhere(url: string | undefined): string | undefined {
  const path = url === undefined ? undefined : /^sqlite:(.+)$/.exec(url)?.[1];
  return path === undefined ? url : `sqlite:${resolve(path)}`;
}
