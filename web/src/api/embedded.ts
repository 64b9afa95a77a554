/** Answers out of a report's own file: those that were asked beforehand, and what can be told from them. */
import type { Answer } from "./client.ts";

/** By the question's path and query, as the server would be asked. */
export type EmbeddedAnswers = Readonly<Record<string, unknown>>;

/** Words an address as all others are: whoever wrote it may have ordered and escaped it otherwise. */
function keyOf(address: URL): string {
  const query = new URLSearchParams([...address.searchParams].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const text = query.toString();
  return text === "" ? address.pathname : `${address.pathname}?${text}`;
}

export function embeddedAnswers(answers: EmbeddedAnswers): (address: URL) => Response {
  const byKey = new Map(
    Object.entries(answers).map(([url, answer]) => [keyOf(new URL(url, "http://report.invalid")), answer]),
  );
  return (address) => {
    const held = byKey.get(keyOf(address)) ?? derived(address, byKey);
    return held === undefined ? missing() : Response.json(held);
  };
}

function missing(): Response {
  const error = {
    message: "This report does not hold that answer.",
    advice: "Ask the snapshot that it was made of: accesslens serve --snapshot FILE.",
  };
  return Response.json({ error }, { status: 404 });
}

/** Undefined: it can't be told. */
function derived(address: URL, byKey: ReadonlyMap<string, unknown>): unknown {
  // INVARIANT: the report's writer put the server's own answers there.
  const findings = byKey.get("/api/findings?summary=true") as Answer<"/api/findings"> | undefined;
  const map = byKey.get("/api/map") as Answer<"/api/map"> | undefined;
  if (address.pathname === "/api/findings" && findings !== undefined)
    return chosen(findings, address.searchParams);
  if (address.pathname === "/api/search" && map !== undefined)
    return found(map, [...byKey.keys()], address.searchParams.get("text") ?? "");
  return undefined;
}

function chosen(all: Answer<"/api/findings">, query: URLSearchParams): Answer<"/api/findings"> {
  const accounts = query.getAll("account");
  const rules = query.getAll("rule");
  const findings = all.findings.filter(
    ({ account, rule }) =>
      (accounts.length === 0 || accounts.includes(account)) && (rules.length === 0 || rules.includes(rule)),
  );
  return { ...all, findings, total: findings.length };
}

const mostHits = 20;

/** Accounts, parties, and the roles that the report tells about. */
function found(map: Answer<"/api/map">, keys: readonly string[], text: string): Answer<"/api/search"> {
  const wanted = text.toLowerCase();
  const has = (one: string | null) => one?.toLowerCase().includes(wanted) === true;
  const hits: Answer<"/api/search">["hits"] = [];
  for (const { id, name } of map.accounts) if (has(id) || has(name)) hits.push({ kind: "account", id, name });
  for (const { kind, id, name, external } of map.parties)
    if (external && (has(id) || has(name))) hits.push({ kind: "outsider", what: kind, id, name });
  for (const key of keys) {
    if (!key.startsWith("/api/role?")) continue;
    const arn = new URLSearchParams(key.slice("/api/role?".length)).get("arn") ?? "";
    if (has(arn)) hits.push({ kind: "role", arn, account: arn.split(":")[4] ?? "" });
  }
  return { hits: hits.slice(0, mostHits), complete: hits.length <= mostHits };
}
