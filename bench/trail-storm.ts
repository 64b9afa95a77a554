/**
 * Events of a made-up organization's trail, streamed: each is a function of its number, so that any can be made again, as late as
 * one likes, and none is kept. Ten events are eight calls: two across accounts, with both copies, a chained one, a refused one, and
 * calls by services, by GitHub and by a user.
 */
import {
  type AccountId,
  type Arn,
  isAccountId,
  isArn,
  type TrailCaller,
  type TrailEvent,
  type TrailFacts,
} from "../src/model/index.ts";

export type Storm = {
  /** Distinct ones; a multiple of 10. */
  readonly events: number;
  readonly days: number;
  readonly accounts: number;
  readonly rolesPerAccount: number;
  /** Of each of the seven kinds of calls that are granted. */
  readonly actors: number;
};

/** Of a thousand events, how many come again a day later, and how many five days later. */
const [lateByADay, lateByFiveDays] = [30, 10];
/** Jobs that are refused, and go on trying. */
const failing = 40;
const start = Date.UTC(2026, 0, 1);
const dayMilliseconds = 86_400_000;
/** Files of so many lists of keys lie beside each other: a day is handed out list by list, each over all hours. */
const lanes = 64;

/** What of such a trail is known beforehand: how many assumptions there are of each sort. */
export type StormTruth = {
  readonly events: number;
  readonly assumptions: number;
  /** By how many assumptions stand before: 0, 1, 2. */
  readonly byDepth: readonly number[];
  readonly refused: number;
  /** Sessions that a chain of two roles or three ends with. */
  readonly chained: number;
  readonly byServices: number;
  /** From a network that is told. */
  readonly placed: number;
  /** On a day that is told, or that was let go for the bound on days. */
  readonly dated: number;
};

export function truthOf({ events }: Storm): StormTruth {
  const calls = events / 10;
  return {
    events,
    assumptions: 8 * calls,
    byDepth: [4 * calls, 2 * calls, 2 * calls],
    refused: calls,
    chained: 3 * calls,
    byServices: 2 * calls,
    placed: 8 * calls,
    dated: 8 * calls,
  };
}

/** The same of what was found. */
export function foundIn({ events, assumptions, uses, chains, places, days, limits }: TrailFacts): StormTruth {
  const sum = (all: readonly { readonly count: number }[]): number =>
    all.reduce((total, { count }) => total + count, 0);
  return {
    events,
    assumptions,
    byDepth: [0, 1, 2].map((depth) => sum(uses.filter((use) => use.depth === depth))),
    refused: sum(uses.filter(({ granted }) => !granted)),
    chained: sum(chains),
    byServices: sum(uses.filter(({ caller }) => caller.kind === "service")),
    placed: sum(places),
    dated:
      days.reduce(
        (total, one) => total + one.days.reduce((all, day) => all + day.granted + day.refused, 0),
        0,
      ) + sum(limits.filter(({ what }) => what === "days")),
  };
}

/** As a scanner hands them out: a day's files, one account after the other, and what comes late. */
export function* batchesOf(storm: Storm): Generator<readonly TrailEvent[]> {
  const make = maker(storm);
  const groups = storm.events / 10;
  const perDay = Math.ceil(groups / storm.days);
  for (let day = 0; day < storm.days; day++) {
    const end = Math.min((day + 1) * perDay, groups);
    for (let lane = 0; lane < lanes; lane++) {
      let batch: TrailEvent[] = [];
      for (let group = day * perDay + lane; group < end; group += lanes) {
        for (let at = group * 10; at < group * 10 + 10; at++) batch.push(make(at));
        if (batch.length < 500) continue;
        yield batch;
        batch = [];
      }
      yield batch;
    }
    for (const [late, share] of [
      [1, lateByADay],
      [5, lateByFiveDays],
    ] as const) {
      if (day < late) continue;
      const first = (day - late) * perDay * 10;
      const again = Array.from({ length: Math.floor((perDay * 10 * share) / 1000) }, (_, at) =>
        make(first + Math.floor((at * 1000) / share)),
      );
      for (let at = 0; at < again.length; at += 500) yield again.slice(at, at + 500);
    }
  }
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const hexOf = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, "0"));
const hex = (value: number): string => `${hexOf[value >>> 16]}${hexOf[value & 65_535]}`;

/** The number itself is in it, so that no two are the same. */
function uuid(number: number, salt: number): string {
  const a = mixed(number ^ salt);
  const b = mixed(a + number);
  const c = mixed(b ^ 0x5bd1e995);
  return `${hex(a)}-${hexOf[b >>> 16]}-4${(hexOf[b & 65_535] ?? "").slice(1)}-a${(hexOf[c >>> 16] ?? "").slice(1)}-${hexOf[c & 65_535]}${hex(number)}`;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const pairs = Array.from({ length: 1024 }, (_, value) => `${letters[value >> 5]}${letters[value & 31]}`);

function key(number: number): string {
  const [a, b] = [mixed(number), mixed(number + 77)];
  const some = (value: number): string => `${pairs[value & 1023]}${pairs[(value >>> 10) & 1023]}`;
  return `ASIA${some(a)}${some(b)}${some(number)}${pairs[number >>> 20]}${pairs[a >>> 22]}`;
}

function account(number: number): AccountId {
  const id = String(100_000_000_000 + number * 7919);
  if (!isAccountId(id)) throw new Error("an account's id has twelve digits");
  return id;
}

function arn(text: string): Arn {
  if (!isArn(text)) throw new Error("no ARN");
  return text;
}

const agents = [
  "Boto3/1.34.11 md/Botocore#1.34.11 ua/2.0 os/linux lang/python#3.12",
  "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22",
];

function maker(storm: Storm): (number: number) => TrailEvent {
  const groups = storm.events / 10;
  const accounts = Array.from({ length: storm.accounts }, (_, number) => account(number));
  const roles = accounts.map((id) =>
    Array.from({ length: storm.rolesPerAccount }, (_, number) =>
      arn(`arn:aws:iam::${id}:role/app/service-role-${number}`),
    ),
  );
  const pick = <T>(of: readonly T[], by: number): T => {
    const found = of[by % of.length];
    if (found === undefined) throw new Error("nothing to pick of");
    return found;
  };
  const millisecondsPerGroup = (storm.days * dayMilliseconds) / groups;

  return (number) => {
    const group = Math.floor(number / 10);
    const kind = number % 10;
    const kindOfCall = kind > 3 ? kind : kind >> 1;
    // Few of those who call make most calls, always for the same role and from the same network.
    const actors = kindOfCall === 7 ? failing : storm.actors;
    const actor = Math.floor((mixed(group) / 2 ** 32) ** 3 * actors);
    const seed = mixed(actor * 8 + kindOfCall);
    const owner = seed % accounts.length;
    const ownerId = pick(accounts, owner);
    const role = pick(pick(roles, owner), seed >>> 12);
    const time = start + Math.floor((group * millisecondsPerGroup) / 1000) * 1000;
    const call = number - (kind === 1 || kind === 3 ? 1 : 0);
    const from = pick(accounts, owner + 1 + (seed % 3));
    const session = `app-${hex(seed)}`;
    const event = (caller: TrailCaller, callerKey: string | null, rest: Partial<TrailEvent>): TrailEvent => ({
      id: uuid(number, 0x1234567),
      time,
      call: "AssumeRole",
      request: uuid(call, 0x7654321),
      shared: uuid(call, 0x1111111),
      account: ownerId,
      region: seed % 4 === 0 ? "eu-central-1" : "us-east-1",
      caller,
      callerKey,
      role,
      outcome: { kind: "granted", key: key(call), seconds: 3600 },
      sessionName: session,
      externalId: null,
      sourceIdentity: null,
      tags: [],
      transitiveTagKeys: [],
      narrowed: false,
      mfa: null,
      sourceIp: `10.${owner & 255}.${seed & 15}.${(seed >>> 8) & 255}`,
      vpcEndpoint: null,
      userAgent: pick(agents, seed >>> 5),
      console: false,
      ...rest,
    });
    const roleCaller = (arn: Arn | null, session: string | null): TrailCaller => ({
      kind: "role",
      account: from,
      arn,
      id: `AROA${pairs[owner & 1023]}${hex(mixed(owner)).toUpperCase()}`,
      session,
    });
    const service = (name: string): TrailEvent =>
      event({ kind: "service", service: name }, null, { sourceIp: name, userAgent: name });
    switch (kind) {
      case 0:
      case 2:
        return event(roleCaller(pick(pick(roles, owner + 1), seed >>> 9), session), key(group * 10 + 6), {
          account: from,
          mfa: false,
        });
      case 1:
      case 3:
        return event(roleCaller(null, null), null, {});
      case 4:
        return event(roleCaller(role, session), key(group * 10), { mfa: false });
      case 5:
        return event(
          {
            kind: "user",
            account: ownerId,
            arn: arn(`arn:aws:iam::${ownerId}:user/admin-${seed % 5}`),
            id: null,
          },
          `AKIA${key(owner).slice(4)}`,
          { mfa: seed % 3 !== 0 },
        );
      case 6:
        return event(
          {
            kind: "federated",
            protocol: "oidc",
            provider: `arn:aws:iam::${ownerId}:oidc-provider/token.actions.githubusercontent.com`,
            subject: `repo:octo/app-${seed % 200}:ref:refs/heads/main`,
            audience: "sts.amazonaws.com",
          },
          null,
          { call: "AssumeRoleWithWebIdentity" },
        );
      case 7:
        return event(roleCaller(role, session), key(group * 10), {
          outcome: { kind: "refused", code: "AccessDenied" },
          role: seed % 50 === 0 ? role : pick(pick(roles, owner), 1),
        });
      case 8:
        return service("lambda.amazonaws.com");
      default:
        return service("ec2.amazonaws.com");
    }
  };
}
