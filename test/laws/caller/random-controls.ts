/** Random SCPs and RCPs along the small world's organization. */
import type { Random } from "../trust/random.ts";
import { member, owner } from "../trust/world.ts";
import { type IdentityPolicy, type IdentityStatement, randomIdentity } from "./random-identity.ts";

export const root = "r-root";
export const unit = "ou-root-prod0000";

/** From the root to the account. */
export const paths: ReadonlyMap<string, readonly string[]> = new Map([
  [owner, [root, owner]],
  [member, [root, unit, member]],
]);

/** By root, unit or account. */
export type Controls = {
  readonly scps: ReadonlyMap<string, readonly IdentityPolicy[]>;
  readonly rcps: ReadonlyMap<string, readonly RandomRcp[]>;
};

const full: IdentityPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
};

export type RandomRcp = {
  readonly Version: IdentityPolicy["Version"];
  readonly Statement: readonly (IdentityStatement & { readonly Principal: "*" })[];
};

/** Null: the organization has none. */
export function randomControls(random: Random): Controls | null {
  if (random.chance(30)) return null;
  const scps = new Map<string, readonly IdentityPolicy[]>();
  const rcps = new Map<string, readonly RandomRcp[]>();
  for (const target of [root, unit, owner, member]) {
    scps.set(target, randomLevel(random));
    if (random.chance(25)) rcps.set(target, [asRcp(randomIdentity(random, false))]);
  }
  return { scps, rcps };
}

function randomLevel(random: Random): readonly IdentityPolicy[] {
  if (random.chance(60)) return [full];
  const own = randomIdentity(random, random.chance(60));
  return random.chance(50) ? [full, own] : [own];
}

/** RCPs deny, to everybody, actions that have their service's prefix (IAM-SEMANTICS 56). */
function asRcp({ Version, Statement }: IdentityPolicy): RandomRcp {
  return { Version, Statement: Statement.map(asRcpStatement) };
}

function asRcpStatement({ Action, NotAction, ...rest }: IdentityStatement): RandomRcp["Statement"][number] {
  const actions = (Action ?? NotAction ?? []).map((action) => (action === "*" ? "sts:*" : action));
  return { ...rest, Effect: "Deny", Principal: "*", Action: actions };
}
