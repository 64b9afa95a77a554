/** Uses of what was planted, with the ids that roles and users have now. */
import { type AccountId, isAccountId } from "../../model/index.ts";
import { base32, type Random } from "../random.ts";
import type { PlantedCaller, PlantedUse } from "./trail-plants.ts";
import { type Identity, type Use, type UseCaller, usual } from "./use.ts";

/** Roles and users by ARN. */
export type Identities = ReadonlyMap<string, Identity>;

export type TrailSpan = { readonly from: number; readonly to: number };

/** An ARN's parts as an identity; `id` where the organization doesn't tell. */
function identityOf(arn: string, id: string): Identity {
  return { account: accountIn(arn), arn, name: arn.slice(arn.lastIndexOf("/") + 1), id };
}

export function accountIn(arn: string): AccountId {
  const text = arn.split(":")[4] ?? "";
  if (!isAccountId(text)) throw new Error(`not the ARN of something of an account: ${arn}`);
  return text;
}

export function plantedUses(
  planted: readonly PlantedUse[],
  identities: Identities,
  span: TrailSpan,
  random: Random,
): readonly Use[] {
  const made = new Map<string, Use>();
  const instances = new Map<string, Use>();
  for (const one of planted) {
    const caller = callerOf(one, identities, random, made, instances);
    if (caller === null) continue;
    const role = one.role === null ? null : roleOf(one.role, one.roleId, identities);
    made.set(one.name, {
      ...usual,
      caller,
      role,
      network: one.network,
      sessionName: one.sessionName,
      moments: momentsOf(one, span),
      ...(one.call === undefined ? {} : { call: one.call }),
      ...(one.seconds === undefined ? {} : { seconds: one.seconds }),
      ...(one.mfa === undefined ? {} : { mfa: one.mfa }),
      ...(one.externalId === undefined ? {} : { externalId: one.externalId }),
      ...(one.sourceIdentity === undefined ? {} : { sourceIdentity: one.sourceIdentity }),
      ...(one.tags === undefined ? {} : { tags: one.tags }),
      ...(one.transitiveTagKeys === undefined ? {} : { transitiveTagKeys: one.transitiveTagKeys }),
      ...(one.vpcEndpoint === undefined ? {} : { vpcEndpoint: one.vpcEndpoint }),
      ...(one.refusal === undefined ? {} : { refusal: one.refusal }),
      ...(one.userAgent === undefined ? {} : { userAgent: one.userAgent }),
    });
  }
  return [...instances.values(), ...made.values()];
}

function roleOf(arn: string, id: string | undefined, identities: Identities): Identity {
  const known = identities.get(arn);
  if (known !== undefined) return known;
  if (arn.endsWith(":root")) return { account: accountIn(arn), arn, name: "root", id: accountIn(arn) };
  if (id === undefined) throw new Error(`a planted role is not there: ${arn}`);
  return identityOf(arn, id);
}

function callerOf(
  one: PlantedUse,
  identities: Identities,
  random: Random,
  made: ReadonlyMap<string, Use>,
  instances: Map<string, Use>,
): UseCaller | null {
  const { caller } = one;
  if (caller.kind === "root") return { kind: "root", account: caller.account };
  const identity = identities.get(caller.arn) ?? ("id" in caller ? identityOf(caller.arn, caller.id) : null);
  if (identity === null) throw new Error(`a planted caller is not there: ${caller.arn}`);
  if (caller.kind === "user")
    return { kind: "user", user: identity, key: `AKIA${random.fork(caller.arn).text(base32, 16)}` };
  return { kind: "session", role: identity, through: throughOf(one, caller, identity, made, instances) };
}

function throughOf(
  one: PlantedUse,
  caller: PlantedCaller,
  role: Identity,
  made: ReadonlyMap<string, Use>,
  instances: Map<string, Use>,
): Use | null {
  if (one.through === null || caller.kind !== "role") return null;
  if (one.through !== undefined) return made.get(one.through) ?? null;
  const known = instances.get(role.arn);
  if (known !== undefined) return known;
  const instance = serviceUse("ec2.amazonaws.com", role, "us-east-1", "i-0f1e2d3c4b5a69788", []);
  instances.set(role.arn, instance);
  return instance;
}

export function serviceUse(
  host: string,
  role: Identity,
  region: string,
  sessionName: string,
  moments: Use["moments"],
): Use {
  const caller = { kind: "service", host } as const;
  return { ...usual, caller, role, region, network: host, userAgent: host, sessionName, moments };
}

function momentsOf({ moments, burst }: PlantedUse, { from, to }: TrailSpan): readonly number[] {
  const seconds = moments.map((part) => Math.floor(from + part * (to - from)));
  if (burst === undefined) return seconds;
  return seconds.flatMap((second) => {
    const start = second - (second % 3600) + 300;
    return Array.from({ length: burst }, (_, place) => start + place * 50);
  });
}
