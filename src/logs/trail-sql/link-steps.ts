/**
 * Which call issued the session that a call was made with, and which that one's, by access key ids. Each step looks up the call that
 * issued `up_key` and takes over how far that one has come already: after N steps, 2^N - 1 calls upwards are known.
 */
import type { Dialect, Sql } from "./dialect.ts";

/** No session lives longer than this, and no call is made by one that has ended. In seconds. */
export const longestLink = 36 * 3600;

/** The most calls that are followed upwards in N steps. */
export const linksIn = (steps: number): number => 2 ** steps - 1;

export function linkSteps(steps: number, kept: readonly string[], dialect: Dialect): [string, Sql][] {
  const first = `SELECT *, who AS path, 0 AS hops, CASE WHEN by_role THEN caller_key END AS up_key, by_role AS up_by_role, second_of AS up_second FROM calls`;
  return [
    ["linked_0", first],
    ...Array.from({ length: steps }, (_, index): [string, Sql] => [
      `linked_${index + 1}`,
      linkStep(`linked_${index}`, kept, dialect),
    ]),
  ];
}

const upwards = ["path", "hops", "up_key", "up_by_role", "up_second"] as const;

/** Calls that issued a key and those that used one, by key and in time: a use belongs to the last issue that is not later. */
function linkStep(from: string, kept: readonly string[], dialect: Dialect): Sql {
  const sides = dialect.unnestPairs(
    [
      ["'issued'", "issued_key"],
      ["'used'", "up_key"],
    ],
    "sides",
    ["side", "link_key"],
  );
  // Calls without a key each by themselves: together they would be one group of millions.
  const link = "coalesce('key ' || link_key, 'none ' || id || event_key_of_others)";
  const firstOf = (column: string) =>
    `first_value(${column}) OVER (PARTITION BY link, issuers ORDER BY side, id) AS issuer_${column}`;
  const isLinked = `up_key IS NOT NULL AND issuers > 0 AND issuer_side = 'issued' AND (issuer_id <> id OR issuer_second_of <> second_of) AND up_second - issuer_second_of <= ${longestLink}`;
  const moved = upwards.map((column) => {
    const value =
      column === "path"
        ? "issuer_path || ',' || path"
        : column === "hops"
          ? "hops + 1 + issuer_hops"
          : `issuer_${column}`;
    return `CASE WHEN ${isLinked} THEN ${value} ELSE ${column === "up_key" ? "CAST(NULL AS varchar)" : column} END AS ${column}`;
  });
  return `SELECT ${kept.join(", ")},
  ${moved.join(",\n  ")}
FROM (
  SELECT *, ${["side", "id", "second_of", ...upwards].map(firstOf).join(",\n    ")}
  FROM (
    SELECT *, sum(CASE WHEN side = 'issued' THEN 1 ELSE 0 END) OVER (PARTITION BY link ORDER BY link_second, side, id ROWS UNBOUNDED PRECEDING) AS issuers
    FROM (SELECT *, ${link} AS link, CASE WHEN side = 'issued' THEN second_of ELSE up_second END AS link_second FROM ${from} CROSS JOIN ${sides}) AS by_key
  ) AS by_issuer
) AS with_issuer
WHERE side = 'used'`;
}
