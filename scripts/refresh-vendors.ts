/**
 * Makes the table of published account ids from a copy of known_aws_accounts' accounts.yaml:
 * `node scripts/refresh-vendors.ts accounts.yaml`. The facts alone are taken: name, ids, where published.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

type Published = {
  readonly name: string;
  readonly type?: string;
  readonly source?: string | readonly string[];
  readonly accounts?: readonly string[];
};

const [, , input] = process.argv;
if (input === undefined) throw new Error("name the accounts.yaml to read");
const published: readonly Published[] = parse(readFileSync(input, "utf8"));

const byName = new Map<string, { aws: boolean; sources: Set<string>; accounts: Set<string> }>();
for (const { name, type, source, accounts } of published) {
  const entry = byName.get(name) ?? { aws: type === "aws", sources: new Set(), accounts: new Set() };
  for (const one of typeof source === "string" ? [source] : (source ?? [])) entry.sources.add(one);
  for (const account of accounts ?? []) if (/^\d{12}$/.test(account)) entry.accounts.add(account);
  byName.set(name, entry);
}

const rows = [...byName]
  .filter(([, entry]) => entry.accounts.size > 0)
  .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
  .map(([name, { aws, sources, accounts }]) =>
    JSON.stringify({ name, aws, published: [...sources], accounts: [...accounts].sort() }),
  );
writeFileSync("src/findings/vendors/table.json", `[\n${rows.map((row) => `  ${row}`).join(",\n")}\n]\n`);
console.log(`${rows.length} parties`);
