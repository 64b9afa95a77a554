/** The options of session and each, checked: the wish for a session, and who asks for it. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { homeRegion, isRegionName, partitionOfRegion, spokeRoleArn } from "../aws/index.ts";
import { asksForFips, regionOfProfile } from "../collect/live/index.ts";
import { type AccountId, err, ok, type Partition, type Result } from "../model/index.ts";
import {
  parseTag,
  type SessionFault,
  type SessionTag,
  type SessionWish,
  sessionName,
  sessionPolicyText,
} from "../provision/sessions/index.ts";
import { openActionCatalogue } from "../work/action-file.ts";
import type { SourceSettings } from "../work/provision/sessions/index.ts";
import { codeOfSecondFactor } from "./ask-code.ts";
import { type Failure, inputFailure, usageFailure } from "./exit.ts";
import { type ExternalIdArguments, givenExternalIds, splitRoleValue } from "./session-external-ids.ts";
import { nameOfUser } from "./session-names.ts";
import { version } from "./version.ts";

export type SessionArguments = ExternalIdArguments & {
  readonly roleName?: string;
  readonly sessionName?: string;
  readonly purpose?: string;
  readonly sessionTag?: readonly string[];
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string;
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
  const externalIds = await givenExternalIds(args);
  if (!externalIds.ok) return externalIds;
  const tags: SessionTag[] = [];
  for (const text of args.sessionTag ?? []) {
    const tag = parseTag(text);
    if (!tag.ok) return err(faultsFailure([tag.error]));
    tags.push(tag.value);
  }
  const inline = await inlinePolicy(args.sessionPolicy);
  if (!inline.ok) return inline;
  const name =
    args.sessionName === undefined ? nameOfUser(args.purpose ?? null) : sessionName(args.sessionName);
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
    externalId: externalIds.value.last,
    externalIdsOnTheWay: externalIds.value.onTheWay,
    policies: { inline: inline.value.text, arns: args.sessionPolicyArn ?? [] },
    seconds: args.duration ?? null,
  };
  return ok({ wishFor: (role) => ({ ...wish, roles: [...(args.via ?? []), role] }), remarks });
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
    case "via-external-id":
      return "--via-external-id-file or --via-relationship";
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
    ...words(
      "via-external-id-file",
      (args.viaExternalIdFile ?? []).map((text) => fileFromAnywhere(text, args)),
    ),
    ...words("via-relationship", args.viaRelationship),
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

function fileFromAnywhere(text: string, { via = [] }: SessionArguments): string {
  const pair = splitRoleValue(text, via);
  return pair === null ? text : `${pair.role}=${resolve(pair.value)}`;
}

/** A file's path is told from the root; other stores are where they are. */
function storeFromAnywhere(url: string | undefined): string | undefined {
  const path = url === undefined ? undefined : /^sqlite:(.+)$/.exec(url)?.[1];
  return path === undefined ? url : `sqlite:${resolve(path)}`;
}
