/** What was read of single subjects as a snapshot that holds them and nothing else, made as every import is. */
import type { AccountId, CoverageGap, Snapshot } from "../../model/index.ts";
import { type ImportSource, importSource, parseJsonFile } from "../files/index.ts";
import type { Part } from "./collector.ts";
import { partText } from "./journal-source.ts";
import type { UnitRecord } from "./unit.ts";

/** `account` null: it is about the organization. Rows as the import format has them. */
export type ReadParts = {
  readonly account: AccountId | null;
  readonly parts: UnitRecord["parts"];
  /** What could not be read. */
  readonly coverage?: readonly CoverageGap[];
};

const files = [
  "authorization-details",
  "identity-providers",
  "resource-policies",
  "account",
  "roles-anywhere",
  "organization",
  "identity-center",
] as const satisfies readonly Part[];

/**
 * Of what several reads brought alike, such as a policy that many roles have, the later one counts. What is wrong in the rows is
 * coverage of the snapshot.
 */
export async function snapshotOfReads(reads: readonly ReadParts[], createdAt: number): Promise<Snapshot> {
  const coverage = reads.flatMap((read) => read.coverage ?? []);
  const units = new Map<AccountId | null, Pick<UnitRecord, "parts">[]>();
  for (const { account, parts } of reads) {
    const known = units.get(account);
    if (known === undefined) units.set(account, [{ parts }]);
    else known.push({ parts });
  }
  const source: ImportSource = {
    accounts: async () => [...units.keys()].filter((account) => account !== null).sort(),
    async read(name) {
      const [, account, ofAccount, ofOrganization] =
        /^(?:accounts\/(\d{12})\/([a-z-]+)|([a-z-]+))\.json$/.exec(name) ?? [];
      const part = files.find((file) => file === (ofAccount ?? ofOrganization)) ?? null;
      const found = [...units].find(([id]) => id === (account ?? null))?.[1] ?? [];
      if (part === null || !found.some(({ parts }) => parts[part] !== undefined)) {
        return { kind: "missing-and-told" };
      }
      const text = partText(
        [
          {
            parts: {
              [part]: withoutRepeats(
                found.flatMap(({ parts }) => parts[part] ?? []),
                part,
              ),
            },
          },
        ],
        part,
      );
      return text === null ? { kind: "missing-and-told" } : parseJsonFile(text, name);
    },
  };
  const { snapshot } = await importSource(source, { createdAt, source: "collect", gaps: () => coverage });
  return snapshot;
}

type Row = Readonly<Record<string, unknown>>;

function withoutRepeats(rows: readonly Row[], part: Part): readonly Row[] {
  if (part === "resource-policies") return lastOf(rows, ({ Type, Arn }) => `${Type} ${Arn}`);
  if (part !== "authorization-details") return rows;
  const lists = new Map<string, Row[]>();
  for (const page of rows) {
    for (const [name, list] of Object.entries(page)) {
      if (!Array.isArray(list)) continue;
      const all = lists.get(name) ?? [];
      for (const row of list) all.push(row);
      lists.set(name, all);
    }
  }
  return [
    Object.fromEntries([...lists].map(([name, list]) => [name, lastOf(list, ({ Arn }) => String(Arn))])),
  ];
}

function lastOf(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
