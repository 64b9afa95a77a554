/**
 * The questions of a trail as one statement, written once for all engines. It reads the records once, whatever is asked, for that is
 * what is paid for: one chain of WITH, each step used by the next alone (Trino reads anew for each use), windows where a join
 * of the records with themselves would read them again.
 *
 * 1. `read`: fields of the records in time; 2. `told`: what grouping needs, with texts that differ by session cut (record-fields.ts);
 * 3. `distinct_events`: one row for each event id and time; 4. `calls`: copies of one call joined; 5. `linked_N`: each call with those that
 * its caller's session came from, by the access key, twice as far with each step; 6. groups of each section.
 *
 * What a record means is not said here but by the parser of records: a row carries what it reads.
 */
import { copySeconds, trailCallSources, trailCalls } from "../../model/index.ts";
import { accountOf, askedRole, isAsked } from "./asked-roles.ts";
import { columnAt, columnOf, copyText } from "./carried-fields.ts";
import type { Condition, Dialect, Sql, TrailSource } from "./dialect.ts";
import { linkSteps } from "./link-steps.ts";
import { recordFields } from "./record-fields.ts";
import type { SqlQuestion } from "./sql-question.ts";
import { sqlText } from "./sql-text.ts";

export type TrailStatement = { readonly sql: string; readonly parameters: readonly string[] };

/** The result's columns, in their order. */
export const resultColumns = [
  "section",
  "what",
  "calls",
  "first_at",
  "last_at",
  "latest_at",
  "longest",
  "event_ids",
  "session",
  "days",
] as const;

export function trailStatement(question: SqlQuestion, source: TrailSource, dialect: Dialect): TrailStatement {
  const where = placed([...source.prune, ...timeConditions(question, source)], dialect);
  const steps: [string, Sql][] = [
    ["read", readStep(source, where.sql)],
    ["told", toldStep(question, dialect)],
    ["distinct_events", distinctStep],
    ["joined_events", joinedStep],
    ["calls", callsStep(question, dialect)],
    ...linkSteps(
      question.linkSteps,
      question.sessions === null ? callColumns : [...callColumns, "full_copy"],
      dialect,
    ),
    ["sections", sectionsStep(question, dialect)],
    ["groups_of_calls", groupsStep(question)],
  ];
  const sql = `WITH ${steps.map(([name, step]) => `${name} AS (\n${step}\n)`).join(",\n")}\n${lastStep(question, dialect)}`;
  return { sql, parameters: where.parameters };
}

function timeConditions({ readFrom, to }: SqlQuestion, { time }: TrailSource): Condition[] {
  return [
    ...(readFrom === null ? [] : [{ sql: `${time} >= {}`, parameters: [readFrom] }]),
    ...(to === null ? [] : [{ sql: `${time} < {}`, parameters: [to] }]),
  ];
}

function placed(conditions: readonly Condition[], dialect: Dialect): TrailStatement {
  const parameters: string[] = [];
  const sql = conditions.map((condition) => {
    const values = [...condition.parameters];
    return condition.sql.replaceAll("{}", () => {
      const value = values.shift();
      if (value === undefined) throw new Error("a condition has a parameter for each of its places");
      return dialect.parameter(parameters.push(value));
    });
  });
  return { sql: sql.length === 0 ? "" : `WHERE ${sql.join("\n  AND ")}`, parameters };
}

function readStep(source: TrailSource, where: Sql): Sql {
  const text = (...path: [string, ...string[]]) => `nullif(${source.field(path, "text")}, '')`;
  const columns = [
    ...recordFields.map(({ path, kind }, index) => `${source.field(path, kind)} AS ${columnOf(index)}`),
    `${text("eventID")} AS event_id`,
    `${text("requestID")} AS request_id`,
    `${text("sharedEventID")} AS shared_id`,
    `${source.time} AS told_at`,
  ];
  return `SELECT ${columns.join(",\n  ")}\nFROM ${source.from}\n${where}`;
}

const name = columnAt("eventName");
const recipient = columnAt("recipientAccountId");
const source = columnAt("eventSource");
const callKey = (...path: string[]) =>
  `CASE WHEN ${name} = 'CreateSession' THEN ${columnAt("responseElements", "credentialSet", "0", ...path)} ELSE ${columnAt("responseElements", ...path)} END`;

/** Other services have calls of the same names. */
const isCall = `coalesce(${trailCalls
  .map((call) => {
    const sources = trailCallSources[call].flatMap((host) => [host, `${host}.cn`]);
    return `${name} = ${sqlText(call)} AND ${source} IN (${sources.map(sqlText).join(", ")})`;
  })
  .join(" OR ")}, FALSE)`;

/** Fractions of seconds are dropped. No pattern has a question mark: Athena puts parameters where those stand. */
const timePattern = "^(\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9}|)(Z|\\+00:00|)$";

function toldStep(question: SqlQuestion, dialect: Dialect): Sql {
  const words = dialect.replace("expiration", "[^A-Za-z0-9:.+-]+", " ");
  const read = `SELECT *,
  ${isCall} AS is_call,
  replace(${dialect.extract("told_at", timePattern)}, ' ', 'T') || 'Z' AS called_at,
  nullif(${callKey("credentials", "accessKeyId")}, '') AS issued_key,
  CASE WHEN ${name} = 'SwitchRole' THEN NULL ELSE nullif(${columnAt("userIdentity", "accessKeyId")}, '') END AS caller_key,
  ${callKey("credentials", "expiration")} AS expiration
FROM read`;
  const inner = `SELECT *,
  is_call AND event_id IS NOT NULL AND ${dialect.epoch("called_at")} IS NOT NULL AS is_readable,
  CASE WHEN is_call THEN ${askedRole(dialect)} END AS role,
  coalesce(${dialect.epoch("expiration")}, ${dialect.epochOfWords(words)}) - ${dialect.epoch("called_at")} AS seconds,
  ${dialect.epoch("called_at")} AS second_of
FROM (\n${read}\n) AS with_times`;
  const detailed = `SELECT *, ${isAsked("role", question.detailed, dialect)} AS in_detail FROM (\n${inner}\n) AS with_role`;
  const text = (use: "who" | "used" | "session") =>
    `CASE WHEN is_readable THEN ${copyText(use, "in_detail", dialect)} END`;
  return `SELECT event_id, called_at, second_of, CASE WHEN seconds >= 0 THEN seconds END AS seconds, role, is_call, is_readable,
  CASE WHEN is_readable THEN issued_key END AS issued_key,
  CASE WHEN is_readable THEN caller_key END AS caller_key,
  ${recipient} AS recipient,
  CASE WHEN is_readable THEN event_id WHEN is_call THEN 'unreadable ' || coalesce(event_id, called_at, '') ELSE 'other ' || coalesce(${recipient}, '') END AS event_key,
  CASE WHEN NOT is_readable THEN '' WHEN request_id IS NOT NULL THEN ${name} || ' request ' || request_id WHEN shared_id IS NOT NULL THEN ${name} || ' shared ' || shared_id ELSE ${name} || ' event ' || event_id || ' at ' || called_at END AS call_key,
  ${accountOf("role", dialect)} = ${recipient} AS is_owners,
  ${byRole} AS by_role,
  ${byUnknown} AS by_unknown,
  ${isRefused} AS is_refused,
  nullif(${columnAt("sourceIPAddress")}, '') AS source_ip,
  ${text("who")} AS who,
  ${text("used")} AS used${question.sessions === null ? "" : `,\n  ${text("session")} AS full_copy`}
FROM (
${detailed}
) AS fields`;
}

const type = columnAt("userIdentity", "type");
const principal = columnAt("userIdentity", "principalId");

/** Whether there was a session before: what issued it may be known. */
const byRole = `coalesce(${name} NOT IN ('CreateSession', 'SwitchRole') AND (${type} IN ('AssumedRole', 'Role') OR ${type} = 'AWSAccount' AND ${principal} LIKE 'AROA%'), FALSE)`;

/** Kinds of callers that the parser knows. */
const knownTypes = [
  "IAMUser",
  "FederatedUser",
  "AssumedRole",
  "Role",
  "Root",
  "AssumedRoot",
  "AWSAccount",
  "AWSService",
  "SAMLUser",
  "WebIdentityUser",
  "IdentityCenterUser",
];
const byUnknown = `${name} NOT IN ('CreateSession', 'SwitchRole') AND coalesce(${type} NOT IN (${knownTypes.map(sqlText).join(", ")}), TRUE)`;

const failed = (call: string) => `${name} = '${call}' AND ${columnAt("responseElements", call)} = 'Failure'`;
const isRefused = `coalesce(${columnAt("errorCode")}, '') <> '' OR coalesce(${columnAt("errorMessage")}, '') <> '' OR coalesce(${failed("SwitchRole")} OR ${failed("Federate")}, FALSE)`;

const ofRequest = "PARTITION BY call_key, event_key_of_others ORDER BY second_of, event_id";

// The same event, delivered twice: which of two that differ in spite of it is taken must not depend on the engine.
const distinctStep = `SELECT *, CASE WHEN is_readable THEN '' ELSE event_key END AS event_key_of_others
FROM (SELECT *, row_number() OVER (PARTITION BY event_key, CASE WHEN is_readable THEN called_at END ORDER BY called_at, used, who) AS copy_of_event FROM told) AS numbered
WHERE copy_of_event = 1`;

/** Events that share a request: those of one call (copySeconds), and of these, which role they are of. */
const joinedStep = `SELECT *, coalesce(role, min(role) OVER (PARTITION BY call_key, event_key_of_others, call_number)) AS joined_role
FROM (
  SELECT *, sum(CASE WHEN second_of - second_before > ${copySeconds} THEN 1 ELSE 0 END) OVER (${ofRequest} ROWS UNBOUNDED PRECEDING) AS call_number
  FROM (SELECT *, lag(second_of) OVER (${ofRequest}) AS second_before FROM distinct_events) AS in_order
) AS numbered`;

/** What the steps after it need of each call. */
const callColumns = [
  "event_key_of_others",
  "id",
  "called_at",
  "latest_at",
  "second_of",
  "is_readable",
  "is_call",
  "by_role",
  "is_refused",
  "one_account",
  "other_account",
  "role",
  "seconds",
  "issued_key",
  "caller_key",
  "source_ip",
  "who",
  "used",
  "late_at",
  "late",
];

function callsStep({ from, sessions }: SqlQuestion, dialect: Dialect): Sql {
  const list = (text: Sql, which = "") =>
    `'[' || ${dialect.join(`array_agg(${text} ORDER BY event_id, called_at)${which}`, ",")} || ']'`;
  // Of calls that were made before the asked time: copies in it.
  const isLate = from === null ? "" : ` FILTER (WHERE called_at >= ${sqlText(from)})`;
  const late = (value: Sql) =>
    from === null
      ? "CAST(NULL AS varchar)"
      : `CASE WHEN bool_and(is_readable) AND min(called_at) < ${sqlText(from)} AND max(called_at) >= ${sqlText(from)} THEN ${value} END`;
  // Of the copies that tell it: the owner's last, for it tells less.
  const told = (value: Sql) =>
    `min_by(${value}, CASE WHEN coalesce(is_owners, FALSE) THEN '1' ELSE '0' END || event_id || ' ' || called_at) FILTER (WHERE ${value} IS NOT NULL)`;
  return `SELECT event_key_of_others,
  coalesce(min(event_id), '') AS id,
  min(called_at) AS called_at, max(called_at) AS latest_at, min(second_of) AS second_of,
  bool_or(is_readable) AS is_readable, bool_or(is_call) AS is_call, bool_or(by_role) OR bool_and(by_unknown) AS by_role, bool_and(is_refused) AS is_refused,
  min(recipient) AS one_account, max(recipient) AS other_account,
  max(joined_role) AS role,
  ${told("seconds")} AS seconds,
  ${told("issued_key")} AS issued_key,
  ${told("caller_key")} AS caller_key,
  ${told("source_ip")} AS source_ip,
  ${list("who")} AS who, ${list("used")} AS used${sessions === null ? "" : `, ${list("full_copy")} AS full_copy`},
  ${late(`min(called_at)${isLate}`)} AS late_at,
  ${late(list("used", isLate))} AS late
FROM joined_events
GROUP BY call_key, event_key_of_others, call_number, joined_role`;
}

function sectionsStep(question: SqlQuestion, dialect: Dialect): Sql {
  const { from, longerThan, linkSteps: steps, places, chains, sessions } = question;
  const inTime = from === null ? "is_readable" : `is_readable AND called_at >= ${sqlText(from)}`;
  const when = (condition: Sql, text: Sql) => `CASE WHEN ${inTime} AND ${condition} THEN ${text} END`;
  const flag = (condition: Sql) => `CASE WHEN ${condition} THEN 'true' ELSE 'false' END`;
  const standing = `'[' || CAST(hops AS varchar) || ',' || ${flag("up_by_role")}`;
  const hour = "CASE WHEN is_refused THEN '\"' || substr(called_at, 1, 13) || '\"' ELSE 'null' END";
  const use = `${standing} || ',' || ${flag(`coalesce(seconds > ${longerThan}, FALSE)`)} || ',' || ${hour} || ',' || used || ']'`;
  const pairs: [Sql, Sql][] = [
    ["'use'", when("TRUE", use)],
    ["'account'", "one_account"],
    ["'account'", "CASE WHEN other_account <> one_account THEN other_account END"],
    ["'unreadable'", "CASE WHEN is_call AND NOT is_readable THEN '-' END"],
    ...(from === null ? [] : [["'late'", "late"] as [Sql, Sql]]),
    ...(places ? [["'place'", when("source_ip IS NOT NULL", placeText(dialect))] as [Sql, Sql]] : []),
    ...(chains ? [["'chain'", when("hops > 0 AND NOT is_refused", "'[' || path || ']'")] as [Sql, Sql]] : []),
    ...(sessions === null
      ? []
      : [
          ["'session'", when(`NOT is_refused AND ${isAsked("role", sessions.role, dialect)}`, "'-'")] as [
            Sql,
            Sql,
          ],
        ]),
  ];
  const session =
    sessions === null
      ? ""
      : `,\n  ${standing} || ',' || full_copy || ']' AS session, ${orderText(sessions.order)} AS session_order`;
  return `SELECT section, what, id, CASE WHEN section = 'late' THEN late_at ELSE called_at END AS called_at, latest_at, seconds${session}
FROM linked_${steps} CROSS JOIN ${dialect.unnestPairs(pairs, "told_sections", ["section", "what"])}
WHERE what IS NOT NULL`;
}

/** The network, or what of the address is enough to tell it (group-networks are made of it outside). */
function placeText(dialect: Dialect): Sql {
  const four = dialect.extract("source_ip", "^(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})\\.\\d{1,3}$");
  const six = dialect.extract(
    "source_ip",
    "^([0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}):[0-9a-fA-F:]+$",
  );
  const network = dialect.jsonTexts([`coalesce(${four} || '.0', ${six} || '::', source_ip)`]);
  return `'[' || who || ',' || ${network} || ']'`;
}

/** Ascending as text: the longest or the latest first, then the earliest, then by id. */
function orderText(order: "longest" | "latest"): Sql {
  const most = 99_999_999_999;
  const down = (value: Sql) => `lpad(CAST(${most} - ${value} AS varchar), 11, '0')`;
  return order === "longest"
    ? `coalesce(${down("seconds")}, '${most}') || called_at || id`
    : `${down("second_of")} || id`;
}

function groupsStep({ evidence, days, sessions }: SqlQuestion): Sql {
  const ids = `min(CASE WHEN section IN ('use', 'chain', 'place') THEN called_at || id END, ${Math.max(1, evidence)}) AS event_ids`;
  const daily = days ? ",\n  histogram(substr(called_at, 1, 10)) FILTER (WHERE section = 'use') AS days" : "";
  const told =
    sessions === null
      ? ""
      : `,\n  min_by(session, CASE WHEN section = 'session' THEN session_order END, ${sessions.limit}) AS sessions`;
  return `SELECT section, what, count(*) AS calls, min(called_at) AS first_at, max(called_at) AS last_at, max(latest_at) AS latest_at,
  max(seconds) AS longest, ${ids}${daily}${told}
FROM sections
GROUP BY section, what`;
}

function lastStep({ days, sessions }: SqlQuestion, dialect: Dialect): Sql {
  const daily = days ? dialect.jsonCounts("days") : "CAST(NULL AS varchar)";
  const columns = (session: Sql) =>
    `SELECT section, what, CAST(calls AS varchar) AS calls, first_at, last_at, latest_at, CAST(longest AS varchar) AS longest, coalesce(${dialect.jsonList("event_ids")}, '[]') AS event_ids, ${session} AS session, ${daily} AS days
FROM groups_of_calls`;
  if (sessions === null) return columns("CAST(NULL AS varchar)");
  const each = "CASE WHEN section = 'session' THEN sessions ELSE ARRAY[CAST(NULL AS varchar)] END";
  return `${columns("one_session")} CROSS JOIN ${dialect.unnest(each, "each_session", "one_session")}`;
}
