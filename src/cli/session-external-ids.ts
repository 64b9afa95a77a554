/** The external IDs of a session's roles: from files, the environment or the registry, and never from the command line. */
import { err, ok, type Result } from "../model/index.ts";
import { parseRelationship } from "../provision/external-ids/external-id.ts";
import type { StateStore } from "../store/state/index.ts";
import { externalIdOf as registeredExternalId } from "../work/provision/external-ids/registry.ts";
import { externalIdOf } from "./collect-settings.ts";
import { done, type Failure, failed, inputFailure, usageFailure } from "./exit.ts";
import { withStateThatIs } from "./open-state.ts";

export type ExternalIdArguments = {
  /** Roles on the way, by ARN. */
  readonly via?: readonly string[];
  readonly externalIdFile?: string;
  readonly relationship?: string;
  /** `ROLE-ARN=FILE` */
  readonly viaExternalIdFile?: readonly string[];
  /** `ROLE-ARN=NAME` */
  readonly viaRelationship?: readonly string[];
  readonly store?: string;
};

export type ExternalIds = {
  /** Null: none is given. */
  readonly last: string | null;
  /** By the ARNs of roles on the way. */
  readonly onTheWay: Readonly<Record<string, string>>;
};

export async function givenExternalIds(args: ExternalIdArguments): Promise<Result<ExternalIds, Failure>> {
  const { relationship, store, externalIdFile, viaExternalIdFile = [], viaRelationship = [] } = args;
  if (relationship !== undefined && externalIdFile !== undefined) {
    return err(usageFailure("--relationship and --external-id-file do not go together", "Give one of them."));
  }
  const asksRegistry = relationship !== undefined || viaRelationship.length > 0;
  if (asksRegistry !== (store !== undefined)) {
    return err(
      usageFailure(
        "--store goes together with --relationship or --via-relationship",
        "Such as --relationship acme --store sqlite:registry.db",
      ),
    );
  }
  const files = pairsOf("--via-external-id-file", viaExternalIdFile, args);
  if (!files.ok) return files;
  const relationships = pairsOf("--via-relationship", viaRelationship, args);
  if (!relationships.ok) return relationships;
  const twice = firstTwice([...files.value, ...relationships.value].map(({ role }) => role));
  if (twice !== null) {
    return err(usageFailure(`${twice} is given two external IDs`, "A role asks for one."));
  }
  const onTheWay: Record<string, string> = {};
  for (const { role, value } of files.value) {
    const read = await externalIdOf({ externalIdFile: value });
    if (!read.ok) return read;
    if (read.value !== null) onTheWay[role] = read.value;
  }
  const wanted = [
    ...relationships.value,
    ...(relationship === undefined ? [] : [{ role: null, value: relationship }]),
  ];
  const found = store === undefined ? ok([]) : await registered(wanted, store);
  if (!found.ok) return found;
  let fromRegistry: string | null = null;
  for (const { role, value } of found.value) {
    if (role === null) fromRegistry = value;
    else onTheWay[role] = value;
  }
  if (relationship !== undefined) return ok({ last: fromRegistry, onTheWay });
  const last = await externalIdOf(args);
  return last.ok ? ok({ last: last.value, onTheWay }) : last;
}

type Pair = { readonly role: string; readonly value: string };

function pairsOf(
  option: string,
  texts: readonly string[],
  { via = [] }: ExternalIdArguments,
): Result<readonly Pair[], Failure> {
  const pairs: Pair[] = [];
  for (const text of texts) {
    const pair = splitRoleValue(text, via);
    if (pair === null) {
      return err(
        usageFailure(
          `${option}: ${JSON.stringify(text)} begins with none of the roles on the way`,
          "It takes a role's ARN as --via has it, an equals sign, and what belongs to it.",
        ),
      );
    }
    pairs.push(pair);
  }
  return ok(pairs);
}

/** Names of roles may have equals signs: which one parts is told by the roles on the way. Null: none of them, or nothing behind it. */
export function splitRoleValue(text: string, via: readonly string[]): Pair | null {
  const [role] = via
    .filter((arn) => text.startsWith(`${arn}=`) && text.length > arn.length + 1)
    .toSorted((a, b) => b.length - a.length);
  return role === undefined ? null : { role, value: text.slice(role.length + 1) };
}

function firstTwice(names: readonly string[]): string | null {
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

/** `role` null: the last. */
type Wanted = { readonly role: string | null; readonly value: string };

/** Each relationship's external ID in the place of its name. */
async function registered(
  wanted: readonly Wanted[],
  store: string,
): Promise<Result<readonly Wanted[], Failure>> {
  const found: Wanted[] = [];
  const opened = await withStateThatIs(store, async (state) => {
    for (const { role, value } of wanted) {
      const id = await idOfRelationship(value, role, state, store);
      if (!id.ok) return failed(id.error);
      found.push({ role, value: id.value });
    }
    return done;
  });
  return opened.kind === "failed" ? err(opened.failure) : ok(found);
}

async function idOfRelationship(
  relationship: string,
  role: string | null,
  state: StateStore,
  store: string,
): Promise<Result<string, Failure>> {
  const name = parseRelationship(relationship);
  if (!name.ok) {
    const option = role === null ? "--relationship" : "--via-relationship";
    return err(usageFailure(`${option}: the name ${name.error}`, "Give it as external-id list tells it."));
  }
  const found = await registeredExternalId(state, name.value);
  return found === null
    ? err(
        inputFailure(
          [`${store} has no external ID in use for ${JSON.stringify(relationship)}`],
          "accesslens external-id list tells which there are, and external-id issue makes one.",
        ),
      )
    : ok(found);
}
