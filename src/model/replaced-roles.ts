/** Columns of roles in which some were replaced, added or taken away; the rest is copied, never walked one by one. */
import { type RoleColumns, RoleColumnsBuilder } from "./role-columns.ts";
import { noDocument, notKnown, type Role, type RoleIndex } from "./snapshot.ts";
import { AppendedTexts } from "./snapshot-layers.ts";
import { type TextColumn, textColumn } from "./text-column.ts";

/** What stands in place of the roles from `at` to before `at + removed`. Documents are numbers of the new snapshot. */
export type RoleSplice = {
  readonly at: RoleIndex;
  readonly removed: number;
  /** The account's place among the accounts. */
  readonly account: number;
  readonly rows: readonly Omit<Role, "index" | "arn" | "account">[];
};

/** `splices`: ascending, and none within another. */
export function withRoles(columns: RoleColumns, splices: readonly RoleSplice[]): RoleColumns {
  if (splices.length === 0) return columns;
  const texts = AppendedTexts.over(columns.texts);
  const drafts = splices.map((splice) => ({ splice, rows: rowColumns(splice, texts) }));
  const roles = (pick: (part: RoleColumns) => Uint32Array): Uint32Array =>
    joined(
      pick(columns),
      drafts.map(({ splice, rows }) => [splice.at, splice.removed, pick(rows)]),
    );
  const list = (
    start: (part: RoleColumns) => Uint32Array,
    pick: (part: RoleColumns) => Uint32Array,
  ): Uint32Array => {
    const starts = start(columns);
    return joined(
      pick(columns),
      drafts.map(({ splice, rows }) => {
        const from = starts[splice.at] ?? 0;
        return [from, (starts[splice.at + splice.removed] ?? 0) - from, pick(rows)];
      }),
    );
  };
  const starts = (pick: (part: RoleColumns) => Uint32Array): Uint32Array => {
    const old = pick(columns);
    const isSame = drafts.every(({ splice, rows }) => {
      const own = pick(rows);
      const from = (old[splice.at] ?? 0) - (own[0] ?? 0);
      return rows.count === splice.removed && own.every((start, at) => start + from === old[splice.at + at]);
    });
    if (isSame) return old;
    // As lengths, so that what comes after a splice need not be known.
    const lengths = old.subarray(1).map((end, at) => end - (old[at] ?? 0));
    const all = joined(
      lengths,
      drafts.map(({ splice, rows }) => {
        const own = pick(rows);
        return [splice.at, splice.removed, own.subarray(1).map((end, at) => end - (own[at] ?? 0))];
      }),
    );
    const made = new Uint32Array(all.length + 1);
    for (let at = 0; at < all.length; at += 1) made[at + 1] = (made[at] ?? 0) + (all[at] ?? 0);
    return made;
  };
  const count =
    columns.count + drafts.reduce((sum, { splice, rows }) => sum + rows.count - splice.removed, 0);
  return {
    count,
    account: roles((part) => part.account),
    trustPolicy: roles((part) => part.trustPolicy),
    createdAt: roles((part) => part.createdAt),
    lastUsedAt: roles((part) => part.lastUsedAt),
    maxSessionSeconds: roles((part) => part.maxSessionSeconds),
    path: roles((part) => part.path),
    permissionsBoundary: roles((part) => part.permissionsBoundary),
    description: roles((part) => part.description),
    inlineStart: starts((part) => part.inlineStart),
    inlineName: list(
      (part) => part.inlineStart,
      (part) => part.inlineName,
    ),
    inlineDocument: list(
      (part) => part.inlineStart,
      (part) => part.inlineDocument,
    ),
    attachedStart: starts((part) => part.attachedStart),
    attachedPolicy: list(
      (part) => part.attachedStart,
      (part) => part.attachedPolicy,
    ),
    tagStart: starts((part) => part.tagStart),
    tagKey: list(
      (part) => part.tagStart,
      (part) => part.tagKey,
    ),
    tagValue: list(
      (part) => part.tagStart,
      (part) => part.tagValue,
    ),
    profileStart: starts((part) => part.profileStart),
    profile: list(
      (part) => part.profileStart,
      (part) => part.profile,
    ),
    names: namesWith(columns.names, drafts, (part) => part.names),
    uniqueIds: namesWith(columns.uniqueIds, drafts, (part) => part.uniqueIds),
    texts: texts.column(),
  };
}

type Draft = { readonly splice: RoleSplice; readonly rows: RoleColumns };

/** The rows as columns, their texts numbered as in the whole. */
function rowColumns({ account, rows }: RoleSplice, texts: AppendedTexts): RoleColumns {
  const builder = new RoleColumnsBuilder();
  for (const row of rows) {
    builder.add(account, row.name, row.path, row.uniqueId);
    builder.facts(
      row.trustPolicy ?? noDocument,
      row.createdAt ?? notKnown,
      row.lastUsedAt === "never" ? 0 : (row.lastUsedAt ?? notKnown),
      row.maxSessionSeconds,
      row.permissionsBoundary,
      row.description,
    );
    for (const { name, document } of row.inlinePolicies) builder.inline(name, document);
    for (const arn of row.attachedPolicies) builder.attached(arn);
    for (const { key, value } of row.tags) builder.tag(key, value);
    for (const arn of row.instanceProfiles) builder.instanceProfile(arn);
  }
  const own = builder.build();
  const renumbered = (numbers: Uint32Array): Uint32Array =>
    numbers.map((number) => (number < own.texts.length ? texts.numberOf(own.texts.at(number)) : number));
  return {
    ...own,
    path: renumbered(own.path),
    permissionsBoundary: renumbered(own.permissionsBoundary),
    description: renumbered(own.description),
    inlineName: renumbered(own.inlineName),
    attachedPolicy: renumbered(own.attachedPolicy),
    tagKey: renumbered(own.tagKey),
    tagValue: renumbered(own.tagValue),
    profile: renumbered(own.profile),
  };
}

/** From place and number of elements to what stands there instead. */
type Piece = readonly [at: number, removed: number, added: Uint32Array];

/** The values themselves where each piece only says again what stands there: most columns do not change, and they are large. */
function joined(values: Uint32Array, pieces: readonly Piece[]): Uint32Array {
  const isSame = pieces.every(
    ([at, removed, added]) =>
      added.length === removed && added.every((value, index) => value === values[at + index]),
  );
  if (isSame) return values;
  const length = pieces.reduce((sum, [, removed, added]) => sum + added.length - removed, values.length);
  const made = new Uint32Array(length);
  let [from, to] = [0, 0];
  for (const [at, removed, added] of pieces) {
    made.set(values.subarray(from, at), to);
    to += at - from;
    made.set(added, to);
    to += added.length;
    from = at + removed;
  }
  made.set(values.subarray(from), to);
  return made;
}

/** The column itself where each splice only says again what stands there. */
function namesWith(
  column: TextColumn,
  drafts: readonly Draft[],
  pick: (part: RoleColumns) => TextColumn,
): TextColumn {
  const isSame = drafts.every(
    ({ splice: { at, removed }, rows }) =>
      rows.count === removed && textsOf(pick(rows)).every((text, index) => column.at(at + index) === text),
  );
  if (isSame) return column;
  const old = arrays.get(column) ?? textsOf(column);
  const made: string[] = [];
  let from = 0;
  for (const { splice, rows } of drafts) {
    for (let at = from; at < splice.at; at += 1) made.push(old[at] ?? "");
    made.push(...textsOf(pick(rows)));
    from = splice.at + splice.removed;
  }
  for (let at = from; at < old.length; at += 1) made.push(old[at] ?? "");
  const whole = textColumn(made);
  arrays.set(whole, made);
  return whole;
}

/** Columns whose texts are at hand already: a heap decodes each anew. */
const arrays = new WeakMap<TextColumn, readonly string[]>();

function textsOf(column: TextColumn): readonly string[] {
  return Array.from({ length: column.length }, (_, index) => column.at(index));
}
