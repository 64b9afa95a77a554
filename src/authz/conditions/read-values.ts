/** Values of operators that compare more than texts: numbers, dates, addresses, truth values and bytes. */
import { parseAddressBlock } from "../../logic/addresses.ts";
import type { ConditionOperator } from "../../policy/ast.ts";
import type { OperatorFamily } from "./operators.ts";

/** A decimal number without exponent; null for any other text. */
export function readNumber(text: string): number | null {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : null;
}

const iso =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2}(?:\.\d+)?))?([Zz]|[+-]\d{2}:?\d{2})?)?)?)?$/;

/**
 * ISO 8601 or seconds since 1970 (IAM-SEMANTICS 54), in milliseconds since 1970; null for any other text. Four digits are
 * a year, and a time without a zone is of UTC, wherever this runs.
 */
export function readDate(text: string): number | null {
  const parts = iso.exec(text);
  if (parts === null) return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : null;
  const [, year = "", month = "01", day = "01", minutes = "00:00", seconds = "00", zone = "Z"] = parts;
  const [wholeSeconds = "", fraction = ""] = seconds.split(".");
  const date = `${year}-${month}-${day}`;
  const start = Date.parse(`${date}T${minutes}:${wholeSeconds}Z`);
  // Days that a month does not have would be counted on into the next one, and 24:00 into the next day.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(date)) return null;
  return start + Number(`0.${fraction || "0"}`) * 1000 - zoneMinutes(zone) * 60_000;
}

function zoneMinutes(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith("-") ? -minutes : minutes;
}

/**
 * Whether the operator can read the text. Where it can't, AWS does not say what the condition comes to; policy variables
 * are none of these values (IAM-SEMANTICS 53).
 */
export function isReadable(text: string, family: OperatorFamily, operator: ConditionOperator): boolean {
  switch (family) {
    case "number":
      return readNumber(text) !== null;
    case "date":
      return readDate(text) !== null;
    case "address":
      return parseAddressBlock(text).ok;
    case "boolean":
    case "null":
      return /^(true|false)$/i.test(text);
    case "text":
      return operator !== "BinaryEquals" || /^[A-Za-z0-9+/]*={0,2}$/.test(text);
    case "arn":
      return true;
  }
}
