/** The fields of a record as columns, and as one text a copy, by which calls are grouped. */
import type { Dialect, Sql } from "./dialect.ts";
import { anySession, type FieldUse, type RecordField, recordFields } from "./record-fields.ts";

export const columnOf = (index: number): Sql => `f${index}`;

/** The column of a field that is carried; asking for another is a bug. */
export function columnAt(...path: string[]): Sql {
  const index = recordFields.findIndex((field) => field.path.join(".") === path.join("."));
  if (index < 0) throw new Error(`${path.join(".")} is not carried`);
  return columnOf(index);
}

/** A group's texts: who called for what; that and how; all of it, for a session by itself. */
export type TextUse = "who" | "used" | "session";

const holds: Record<TextUse, ReadonlySet<FieldUse>> = {
  who: new Set(["who"]),
  used: new Set(["who", "use", "detail"]),
  session: new Set(["who", "use", "detail", "session"]),
};

/** The fields that a text holds, in its order. A session's begins with the event's id and time. */
export const fieldsOf = (use: TextUse): readonly RecordField[] =>
  recordFields.filter((field) => holds[use].has(field.use));

/** `inDetail`: a column; calls for which it is true keep in `used` what is cut for others. */
export function copyText(use: TextUse, inDetail: Sql, dialect: Dialect): Sql {
  const texts = recordFields.flatMap((field, index): Sql[] => {
    if (!holds[use].has(field.use)) return [];
    const column = columnOf(index);
    if (use === "session") return [column];
    if (field.use === "detail") return [`CASE WHEN ${inDetail} THEN ${column} END`];
    const cut = cutText(field, column, dialect);
    if (use === "who" || cut === column) return [cut];
    return [`CASE WHEN ${inDetail} THEN ${column} ELSE ${cut} END`];
  });
  return dialect.jsonTexts(use === "session" ? ["event_id", "called_at", ...texts] : texts);
}

function cutText({ cut }: RecordField, text: Sql, dialect: Dialect): Sql {
  switch (cut) {
    case "none":
      return text;
    case "principal-id":
      return dialect.replace(text, "(?s)^([A-Z0-9]{12,}:).*$", `\\1${anySession}`);
    case "session-arn":
      return dialect.replace(text, "(?s)(:(?:assumed-role/[^/]+|federated-user)/).*$", `\\1${anySession}`);
    case "message":
      return dialect.replace(text, '(:assumed-role/[^/\\s]+/)[^\\s"]+', `\\1${anySession}`);
    case "presence":
      return `CASE WHEN ${text} = '' THEN '' WHEN ${text} IS NOT NULL THEN 'present' END`;
    case "host":
      // No address has a letter beyond F.
      return `CASE WHEN ${dialect.matches(text, "[g-zG-Z]")} THEN ${text} END`;
    case "partition":
      return `CASE WHEN ${text} LIKE 'cn-%' THEN 'cn-north-1' WHEN ${text} LIKE 'us-gov-%' THEN 'us-gov-west-1' ELSE 'us-east-1' END`;
  }
}
