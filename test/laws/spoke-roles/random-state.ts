/** Random roles with few permissions, whose meaning is told without any evaluator of policies. */
import { managedTag, type RoleState } from "../../../src/provision/roles/index.ts";
import type { Random } from "../trust/random.ts";

export const actions = ["s3:GetObject", "sqs:SendMessage", "sns:Publish", "kms:Decrypt"] as const;
type Action = (typeof actions)[number];
type Meaning = { readonly allows: readonly Action[]; readonly denies: readonly Action[] };

/** Managed policies either allow or deny: of one that does both, the order of attaching can't tell. */
export const managed: ReadonlyMap<string, Meaning> = new Map([
  ["arn:aws:iam::aws:policy/Gives1", { allows: ["s3:GetObject", "kms:Decrypt"], denies: [] }],
  ["arn:aws:iam::aws:policy/Gives2", { allows: ["sns:Publish"], denies: [] }],
  ["arn:aws:iam::aws:policy/Takes", { allows: [], denies: ["kms:Decrypt", "sqs:SendMessage"] }],
]);

export const boundaries: ReadonlyMap<string, readonly Action[]> = new Map([
  ["arn:aws:iam::aws:policy/Limit1", ["s3:GetObject", "sns:Publish"]],
  ["arn:aws:iam::aws:policy/Limit2", ["sqs:SendMessage", "sns:Publish", "kms:Decrypt"]],
]);

export const callers = ["hub", "other", "third"].map((name) => `arn:aws:iam::111111111111:role/${name}`);

function trustOf(names: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: names }, Action: "sts:AssumeRole" }],
  });
}

export function randomState(random: Random): RoleState {
  const some = callers.filter(() => random.chance(50));
  return {
    ...{ name: "reader", path: "/", description: null, instanceProfiles: new Set() },
    trust: trustOf(some.length === 0 ? callers.slice(0, 1) : some),
    inline: new Map(
      ["one", "two", "three"].filter(() => random.chance(60)).map((name) => [name, randomPolicy(random)]),
    ),
    attached: new Set([...managed.keys()].filter(() => random.chance(40))),
    boundary: random.chance(50)
      ? null
      : (([...boundaries.keys()].at(random.below(2)) ?? null) as string | null),
    maxSessionSeconds: random.pick([3600, 7200]),
    tags: new Map([[managedTag, "spokes"]]),
  };
}

function randomPolicy(random: Random): string {
  const Statement = random.several(actions, 1, 3).map((Action) => ({
    ...{ Effect: random.chance(65) ? "Allow" : "Deny", Action, Resource: "*" },
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function meaningOf(text: string): Meaning {
  const { Statement }: { Statement: readonly { Effect: string; Action: Action | readonly Action[] }[] } =
    JSON.parse(text);
  const of = (effect: string) =>
    Statement.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action);
  return { allows: of("Allow"), denies: of("Deny") };
}

/** Whether somebody who comes in can do it. */
export function can(role: RoleState | null, caller: string, action: Action): boolean {
  return role !== null && letsIn(role, caller) && allows(role, action);
}

export function letsIn({ trust }: RoleState, caller: string): boolean {
  const { Statement } = JSON.parse(trust);
  return Statement.some(
    ({ Effect, Principal }: { Effect: string; Principal: { AWS: string | readonly string[] } }) =>
      Effect === "Allow" && [Principal.AWS].flat().includes(caller),
  );
}

export function allows({ inline, attached, boundary }: RoleState, action: Action): boolean {
  const all = [
    ...[...inline.values()].map(meaningOf),
    ...[...attached].flatMap((arn) => managed.get(arn) ?? []),
  ];
  const isLimited = boundary !== null && boundaries.get(boundary)?.includes(action) !== true;
  return (
    all.some((one) => one.allows.includes(action)) &&
    !all.some((one) => one.denies.includes(action)) &&
    !isLimited
  );
}
