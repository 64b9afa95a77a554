/** What PostgreSQL, its driver and the network say, as faults. */
import { type StateStoreFault, sentence } from "../fault.ts";

type Meaning = Pick<StateStoreFault, "kind" | "advice">;

const network: Meaning = {
  kind: "unreachable",
  advice: "See that the server runs and that host and port are right, then try again.",
};
const credentials: Meaning = {
  kind: "refused",
  advice:
    "See that user, password (in the URL, PGPASSWORD) and database are right, and that pg_hba.conf lets them in.",
};
const permissions: Meaning = {
  kind: "refused",
  advice:
    "Give the user the permissions that docs/state.md names: the schema accesslens and what is in it has to be its own.",
};
const busy: Meaning = {
  kind: "busy",
  advice: "Try again; look for a transaction that is left open (pg_stat_activity).",
};
const encryption: Meaning = {
  kind: "refused",
  advice: "Set sslmode, sslrootcert, sslcert and sslkey in the URL to what the server offers.",
};
const other: Meaning = { kind: "failed", advice: "Try again; PostgreSQL's log says more." };

/** The longest prefix of an SQLSTATE counts (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const byState: readonly (readonly [prefix: string, meaning: Meaning])[] = [
  ["08", network],
  ["28", credentials],
  ["3D", credentials],
  ["42501", permissions],
  ["25006", { kind: "read-only", advice: "Name the primary server: this one, or this user, may only read." }],
  ["25P03", network],
  [
    "53100",
    {
      kind: "disk-full",
      advice: "Make room on the server's disk and try again: what was written before is whole.",
    },
  ],
  [
    "53300",
    {
      kind: "busy",
      advice: "Raise max_connections, or end what holds connections; each AccessLens uses up to 4.",
    },
  ],
  ["55P03", busy],
  ["57014", busy],
  ["57P0", network],
  ["40001", busy],
  ["40P01", busy],
  ["XX001", { kind: "damaged", advice: "Put back a backup: PostgreSQL says that its data are damaged." }],
  ["XX002", { kind: "damaged", advice: "Run reindex: PostgreSQL says that an index is damaged." }],
];

const networkCodes = /^(ECONN|EHOST|ENET|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EADDR|ENOENT|EACCES)/;
const lostConnection = /connection terminated|timeout e(xceeded|xpired)|not queryable|connection ended/i;
const encryptionCodes = /CERT|_TLS_|_SSL_|SELF_SIGNED/;

/** Null: the error is not the database's. */
export function postgresFault(cause: unknown, shown: string): StateStoreFault | null {
  if (!(cause instanceof Error)) return null;
  const meaning = meaningOf(cause);
  if (meaning === null) return null;
  return {
    kind: meaning.kind,
    message: sentence(`PostgreSQL at ${shown}: ${said(cause)}`),
    advice: meaning.advice,
  };
}

/** Two ran into each other, and nothing of this one was written: it may be run again. */
export function isLostRace(cause: unknown): boolean {
  const code = cause instanceof Error ? codeOf(cause) : "";
  return code === "40P01" || code === "40001";
}

function meaningOf(cause: Error): Meaning | null {
  const code = codeOf(cause);
  if (/^[0-9A-Z]{5}$/.test(code) && "severity" in cause) {
    return byState.find(([prefix]) => code.startsWith(prefix))?.[1] ?? other;
  }
  // A certificate or key that the URL names.
  if ("syscall" in cause && cause.syscall === "open") return encryption;
  if (encryptionCodes.test(code) || /SSL|TLS/.test(cause.message)) return encryption;
  if (networkCodes.test(code) || lostConnection.test(cause.message)) return network;
  if (cause.message.startsWith("SASL")) return credentials;
  return code === "ERR_INVALID_URL" ? { kind: "bad-url", advice: "Write what URLs reserve as %XX." } : null;
}

function codeOf(cause: Error): string {
  return "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

/** Of several addresses that were tried, what the first one said. */
function said(cause: Error): string {
  if (cause instanceof AggregateError && cause.message === "") {
    const [first] = cause.errors;
    return first instanceof Error ? first.message : codeOf(cause);
  }
  return cause.message;
}
