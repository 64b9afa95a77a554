/** The options of collect, its plan and its doctor, checked. */
import { readFile } from "node:fs/promises";
import { isRegionName, type SpokeRole } from "../aws/index.ts";
import {
  type Aggregator,
  aggregatorName,
  type Collector,
  collectors,
  configAggregator,
  whyOf,
} from "../collect/live/index.ts";
import { err, isAccountId, ok, type Result } from "../model/index.ts";
import type { CollectFailure, CollectSettings } from "../work/collect/index.ts";
import { type Failure, inputFailure, type OutputFormat, usageFailure } from "./exit.ts";
import { nameOfUser } from "./session-names.ts";
import { version } from "./version.ts";

export type CollectArguments = {
  readonly out?: string;
  readonly roleName?: string;
  readonly externalIdFile?: string;
  readonly sessionTag?: readonly string[];
  readonly profile?: readonly string[];
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly services?: readonly string[];
  readonly region?: string;
  readonly configAggregator?: string;
  readonly configRegion?: string;
  readonly resume?: boolean;
  readonly restart?: boolean;
  readonly plan?: boolean;
  readonly fips?: boolean;
  readonly accountsAtOnce: number;
  readonly rate: number;
  readonly format: OutputFormat;
};

export async function settingsOf(args: CollectArguments): Promise<Result<CollectSettings, Failure>> {
  const badAccount = args.accounts?.find((id) => !isAccountId(id));
  if (badAccount !== undefined) {
    return err(usageFailure(`--accounts: ${badAccount} is no account id`, "Account ids are twelve digits."));
  }
  const badRegion = args.regions?.find((name) => !isRegionName(name));
  if (badRegion !== undefined) {
    return err(usageFailure(`--regions: ${badRegion} is no region's name`, "Such as eu-west-1,us-east-1."));
  }
  const badService = args.services?.find((name) => !collectors.some((collector) => collector.name === name));
  if (badService !== undefined) {
    const names = collectors.map(({ name }) => name).join(", ");
    return err(usageFailure(`--services: there is no collector ${badService}`, `There are ${names}.`));
  }
  const aggregator = aggregatorOf(args);
  if (!aggregator.ok) return aggregator;
  const role = await roleOf(args);
  if (!role.ok) return role;
  return ok({
    role: role.value,
    profiles: args.profile ?? [],
    region: args.region ?? null,
    accounts: args.accounts?.filter(isAccountId) ?? null,
    regions: args.regions ?? null,
    collectors: collectorsFor(args.services, aggregator.value),
    aggregator: aggregator.value,
    fips: args.fips === true,
    accountsAtOnce: args.accountsAtOnce,
    share: args.rate / 100,
    pauses: [5, 30],
    version,
  });
}

/** The aggregator itself is asked for by its own option alone. */
function collectorsFor(
  services: readonly string[] | undefined,
  aggregator: Aggregator | null,
): readonly Collector[] {
  const others = collectors.filter(
    ({ name }) => name !== aggregatorName && (services?.includes(name) ?? true),
  );
  return aggregator === null ? others : [...others, configAggregator(aggregator)];
}

/** Null: none is named. */
function aggregatorOf({ configAggregator: name, configRegion, region }: CollectArguments) {
  if (name === undefined) {
    return configRegion === undefined
      ? ok(null)
      : err(usageFailure("--config-region: there is no --config-aggregator", "Name the aggregator, too."));
  }
  if (!/^[\w-]{1,256}$/.test(name)) {
    return err(
      usageFailure(`--config-aggregator: ${name} is no aggregator's name`, "Letters, digits and _-."),
    );
  }
  const where = configRegion ?? region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (where === undefined) {
    return err(
      usageFailure(
        "--config-region is missing: where the aggregator is",
        "Such as --config-region eu-west-1.",
      ),
    );
  }
  if (!isRegionName(where)) {
    return err(usageFailure(`--config-region: ${where} is no region's name`, "Such as eu-west-1."));
  }
  return ok({ name, region: where });
}

/** Null: none is named. */
export async function roleOf(
  args: Pick<CollectArguments, "roleName" | "externalIdFile" | "sessionTag">,
): Promise<Result<SpokeRole | null, Failure>> {
  const externalId = await externalIdOf(args);
  if (!externalId.ok) return externalId;
  if (args.roleName === undefined) return ok(null);
  const sessionTags: { readonly key: string; readonly value: string }[] = [];
  for (const tag of args.sessionTag ?? []) {
    const equals = tag.indexOf("=");
    if (equals < 1)
      return err(usageFailure(`--session-tag: ${tag} is not KEY=VALUE`, "Such as Team=security."));
    sessionTags.push({ key: tag.slice(0, equals), value: tag.slice(equals + 1) });
  }
  const name = args.roleName.replace(/^\/+/, "");
  return ok({
    ...{ name, externalId: externalId.value, sessionTags, seconds: 3600 },
    sessionName: nameOfUser("accesslens").name,
  });
}

/** External IDs are not taken from the command line: other users of the machine see it. */
export async function externalIdOf(
  args: Pick<CollectArguments, "externalIdFile">,
): Promise<Result<string | null, Failure>> {
  if (args.externalIdFile === undefined) return ok(process.env.ACCESSLENS_EXTERNAL_ID || null);
  try {
    const text = (await readFile(args.externalIdFile, "utf8")).trim();
    if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return ok(text);
    return err(
      inputFailure(
        [`${args.externalIdFile}: holds no external ID`],
        "An external ID is 2 to 1224 letters, digits and +=,.@:/- in one line (STS, AssumeRole).",
      ),
    );
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) throw cause;
    return err(inputFailure([`${args.externalIdFile}: can't be read: ${cause.code}`], "Check the path."));
  }
}

export function failureOf(failure: CollectFailure): Failure {
  switch (failure.kind) {
    case "no-access": {
      const { profile, refusal } = failure;
      const whose = profile === null ? "the credentials" : `profile ${profile}`;
      return inputFailure(
        [`${whose} can't be used: ${whyOf(refusal)} (${refusal.code}: ${refusal.message})`],
        "Sign in as for the AWS CLI: aws sts get-caller-identity has to answer.",
      );
    }
    case "unfinished":
      return inputFailure(
        [`${failure.folder} holds what an unfinished collection has read`],
        "Go on from there with --resume, or throw it away with --restart.",
      );
    case "other-settings":
      return inputFailure(
        [
          `the unfinished collection in ${failure.folder} was started with other settings: ${failure.names.join(", ")}`,
        ],
        "Resume it with the options that it was started with, or throw it away with --restart.",
      );
  }
}
