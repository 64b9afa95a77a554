/**
 * Control policies: what they leave of each account, so that one that moves and limits the same is silence; told by policy, with the
 * accounts where other requests are left.
 */
import { isPlainlyEverything } from "../authz/capability/at-a-glance.ts";
import { policyOf } from "../authz/everything.ts";
import type { AccessParty, Account, ControlPolicy, DriftMeaning } from "../model/index.ts";
import type { AccountPair } from "./account-pairs.ts";
import type { TextNumber } from "./documents.ts";
import { compareLiterally } from "./literal.ts";
import { type Compared, sameMeaning, unclear } from "./meaning.ts";
import { controlPolicyMembers } from "./members.ts";
import type { DriftSide } from "./side.ts";
import { listed, sentence } from "./words.ts";
import type { DriftWork } from "./work.ts";

type ControlKind = "scp" | "rcp";
/** The policies of one root, unit or account. */
type Level = { readonly target: string; readonly texts: readonly TextNumber[] };
/** Control policies are nobody's: no account's id stands in them as a token. */
const nobody = { id: "000000000000", partition: "aws" } as const;

export function compareControls(work: DriftWork, pairs: readonly AccountPair[]): void {
  const [old, now] = [work.before, work.after].map(
    ({ snapshot }) => snapshot.organization?.controlPolicies ?? null,
  );
  // What could not be read on one side is told as coverage.
  if (old === null || old === undefined || now === null || now === undefined) return;
  const [was, is] = [byId(old), byId(now)];
  const ids = [...new Set([...was.keys(), ...is.keys()])].filter(
    (id) => textOf(work, work.before, was.get(id)) !== textOf(work, work.after, is.get(id)),
  );
  if (ids.length === 0) return;
  const effects = new ControlEffects(work);
  for (const id of ids) comparePolicy(work, was.get(id) ?? null, is.get(id) ?? null, pairs, effects);
}

function comparePolicy(
  work: DriftWork,
  before: ControlPolicy | null,
  after: ControlPolicy | null,
  pairs: readonly AccountPair[],
  effects: ControlEffects,
): void {
  const policy = after ?? before;
  if (policy === null) return;
  if (before !== null && after !== null)
    compareLiterally(work, controlPolicyMembers, before, after, {
      subject: policy.id,
      account: null,
      what: "the control policy",
    });
  const own = textMeaning(work, before, after);
  const affected: { readonly account: Account; readonly compared: Compared }[] = [];
  for (const pair of pairs) {
    if (!isUnder(work.before, pair.was, before) && !isUnder(work.after, pair.is, after)) continue;
    const compared = effects.of(kindOf(policy), pair);
    if (compared.meaning !== "same") affected.push({ account: pair.is, compared });
  }
  if (own.meaning === "same" && affected.length === 0) {
    work.tellTextOnly(policy.id, "control-policy", null);
    return;
  }
  const told = affected[0]?.compared ?? own;
  const [gained, lost] = [partiesOf(affected, gains), partiesOf(affected, loses)];
  const happened = before === null ? "appeared" : after === null ? "disappeared" : "changed";
  work.tell({
    subject: policy.id,
    kind: "control-policy",
    account: null,
    happened,
    meaning: joined(affected.length > 0 ? affected.map(({ compared }) => compared.meaning) : [own.meaning]),
    summary: sentence([
      `${policy.name} ${happened === "changed" ? whatChanged(before, after, own) : happened}`,
      ...(gained.length > 0 ? [`more can be done in ${named(gained)}`] : []),
      ...(lost.length > 0 ? [`less can be done in ${named(lost)}`] : []),
      ...(affected.length === 0 ? ["no account that is known is left anything else by it"] : []),
    ]),
    gained,
    lost,
    examples: told.examples,
    notes: [...new Set([...own.notes, ...told.notes])],
    before:
      before === null
        ? null
        : work.documents.text(work.documents.number(work.before.snapshot, before.document), ""),
    after:
      after === null
        ? null
        : work.documents.text(work.documents.number(work.after.snapshot, after.document), ""),
  });
}

/** Of the text alone, whatever it is attached to. */
function textMeaning(work: DriftWork, before: ControlPolicy | null, after: ControlPolicy | null): Compared {
  if (before === null || after === null) return sameMeaning;
  const texts = [
    work.documents.number(work.before.snapshot, before.document),
    work.documents.number(work.after.snapshot, after.document),
  ] as const;
  return work.documents.compare(kindOf(after), [texts[0]], [texts[1]], nobody);
}

function whatChanged(before: ControlPolicy | null, after: ControlPolicy | null, own: Compared): string {
  const [old, now] = [before?.targets ?? [], after?.targets ?? []];
  const come = now.filter((target) => !old.includes(target));
  const gone = old.filter((target) => !now.includes(target));
  const parts = [
    ...(own.meaning === "same" ? [] : ["says something else"]),
    ...(come.length > 0 ? [`is attached to ${listed(come)} now`] : []),
    ...(gone.length > 0 ? [`is no longer attached to ${listed(gone)}`] : []),
  ];
  return parts.length === 0 ? "is written differently" : parts.join(" and ");
}

/** What control policies leave of an account: the same for all accounts that are under the same texts. */
export class ControlEffects {
  readonly #work: DriftWork;
  readonly #known = new Map<string, Compared>();

  constructor(work: DriftWork) {
    this.#work = work;
  }

  of(kind: ControlKind, { was, is }: AccountPair): Compared {
    const [old, now] = [
      levelsOf(this.#work, this.#work.before, was, kind),
      levelsOf(this.#work, this.#work.after, is, kind),
    ];
    if (old === null && now === null) return sameMeaning;
    const texts = (levels: readonly Level[] | null): readonly (readonly TextNumber[])[] =>
      levels === null ? [] : levels.map((level) => level.texts.toSorted((a, b) => a - b));
    const key = JSON.stringify([kind, texts(old), old === null, texts(now), now === null]);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#compare(kind, texts(old), texts(now));
      this.#known.set(key, known);
    }
    return known;
  }

  #compare(
    kind: ControlKind,
    before: readonly (readonly TextNumber[])[],
    after: readonly (readonly TextNumber[])[],
  ): Compared {
    const { documents } = this.#work;
    const all = kind === "scp" ? documents.everything : documents.everythingForAnyone;
    // Beside an Allow of everything, what the texts differ in is what they deny.
    const denies = documents.compare(kind, [all, ...before.flat()], [all, ...after.flat()], nobody);
    // RCPFullAWSAccess is attached to every level, and can't be detached.
    if (kind === "rcp") return denies;
    const limits = this.#limits(before, after);
    if (limits.meaning === "same") return denies;
    if (denies.meaning === "same") return limits;
    return {
      meaning: joined([limits.meaning, denies.meaning]),
      examples: {
        gained: limits.examples.gained ?? denies.examples.gained,
        lost: limits.examples.lost ?? denies.examples.lost,
      },
      denies: denies.denies,
      notes: [...limits.notes, ...denies.notes],
    };
  }

  /** Every level has to allow (IAM-SEMANTICS 5): those that are on one side alone, or differ, make the difference. */
  #limits(before: readonly (readonly TextNumber[])[], after: readonly (readonly TextNumber[])[]): Compared {
    const { documents } = this.#work;
    const limiting = (levels: readonly (readonly TextNumber[])[]): readonly (readonly TextNumber[])[] => {
      const distinct = new Map(levels.map((level) => [level.join(), level]));
      return this.#withoutImplied([...distinct.values()].filter((level) => !this.#allowsEverything(level)));
    };
    const [old, now] = [limiting(before), limiting(after)];
    const isSame = (a: readonly TextNumber[], b: readonly TextNumber[]): boolean =>
      documents.compare("scp", a, b, nobody).meaning === "same";
    const gone = old.filter((level) => !now.some((other) => isSame(level, other)));
    const come = now.filter((level) => !old.some((other) => isSame(level, other)));
    const [one, other] = [gone[0], come[0]];
    if (one === undefined && other === undefined) return sameMeaning;
    if (gone.length <= 1 && come.length <= 1) {
      const all = [documents.everything];
      return documents.compare("scp", one ?? all, other ?? all, nobody);
    }
    return unclear(["several levels of control policies differ, and together they were not compared"]);
  }

  /** A level that allows all that another one allows makes no difference. */
  #withoutImplied(levels: readonly (readonly TextNumber[])[]): readonly (readonly TextNumber[])[] {
    return levels.filter(
      (level, at) =>
        !levels.some((other, place) => {
          if (place === at) return false;
          const { meaning } = this.#work.documents.compare("scp", other, level, nobody);
          // Of two that allow the same, the first one stays.
          return meaning === "wider" || (meaning === "same" && place < at);
        }),
    );
  }

  #allowsEverything(level: readonly TextNumber[]): boolean {
    return level.some((number) => {
      const document = this.#work.documents.parsed(number, "scp", nobody);
      return (
        typeof document !== "string" &&
        document.statements.some((one) => one.effect === "Allow" && isPlainlyEverything([policyOf([one])]))
      );
    });
  }
}

/** Null: it is under none: the management account, and whoever stands outside (IAM-SEMANTICS 6). */
function levelsOf(
  work: DriftWork,
  side: DriftSide,
  account: Account,
  kind: ControlKind,
): readonly Level[] | null {
  const { organization } = side.snapshot;
  const policies = organization?.controlPolicies ?? null;
  if (organization === null || policies === null || account.id === organization.managementAccount)
    return null;
  if (account.parent === null) return null;
  const ofKind = policies.filter((policy) => kindOf(policy) === kind);
  // Without any, they are not enabled, and limit nothing.
  if (ofKind.length === 0) return null;
  return placesOf(side, account).map((target) => ({
    target,
    texts: ofKind
      .filter(({ targets }) => targets.includes(target))
      .map(({ document }) => work.documents.number(side.snapshot, document)),
  }));
}

/** The account, and all that it stands in. */
function placesOf({ snapshot }: DriftSide, account: Account): readonly string[] {
  const parents = new Map(snapshot.organization?.units.map(({ id, parent }) => [id, parent]) ?? []);
  const places: string[] = [account.id];
  for (let at = account.parent; at !== null && !places.includes(at); at = parents.get(at) ?? null)
    places.push(at);
  return places;
}

function isUnder(side: DriftSide, account: Account, policy: ControlPolicy | null): boolean {
  if (policy === null) return false;
  return placesOf(side, account).some((place) => policy.targets.includes(place));
}

function kindOf({ type }: ControlPolicy): ControlKind {
  return type === "RESOURCE_CONTROL_POLICY" ? "rcp" : "scp";
}

function byId(policies: readonly ControlPolicy[]): ReadonlyMap<string, ControlPolicy> {
  return new Map(policies.map((policy) => [policy.id, policy]));
}

function textOf(work: DriftWork, { snapshot }: DriftSide, policy: ControlPolicy | undefined): string | null {
  if (policy === undefined) return null;
  const { type, targets, document } = policy;
  return JSON.stringify([type, targets.toSorted(), work.documents.number(snapshot, document)]);
}

function joined(meanings: readonly DriftMeaning[]): DriftMeaning {
  const all = new Set(meanings);
  if (all.has("unclear")) return "unclear";
  if (all.has("other") || (all.has("wider") && all.has("narrower"))) return "other";
  return all.has("wider") ? "wider" : all.has("narrower") ? "narrower" : "same";
}

function gains({ meaning, examples }: Compared): boolean {
  return meaning === "wider" || meaning === "other" || (meaning === "unclear" && examples.gained !== null);
}

function loses({ meaning, examples }: Compared): boolean {
  return meaning === "narrower" || meaning === "other" || (meaning === "unclear" && examples.lost !== null);
}

function partiesOf(
  affected: readonly { readonly account: Account; readonly compared: Compared }[],
  has: (compared: Compared) => boolean,
): readonly AccessParty[] {
  return affected.filter(({ compared }) => has(compared)).map(({ account }) => accountParty(account));
}

export function accountParty({ id, name, inOrganization }: Account): AccessParty {
  return {
    kind: "account",
    id,
    external: !inOrganization,
    proven: true,
    guard: [],
    via: "account",
    ...(name === null ? {} : { name }),
  };
}

function named(parties: readonly AccessParty[]): string {
  return parties.length === 1
    ? `account ${parties[0]?.id}`
    : `${parties.length} accounts: ${listed(parties.map(({ id }) => id))}`;
}
