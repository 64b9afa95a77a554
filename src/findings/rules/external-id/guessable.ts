/**
 * Whether an external ID could be guessed by somebody who knows the company and its vendor. Random ids (UUIDs, long
 * hexadecimal or base-36 texts) are never guessable here; the answer says in words why another is.
 */
import { isAccountId } from "../../../model/index.ts";

/** Shorter ones can be tried through: the confused deputy's customer form has no lock-out. */
const shortest = 8;

export type GuessingFacts = {
  /** Ids that the guesser knows: the role's account, the trusted one and our organization. */
  readonly accounts: readonly string[];
  /** Names that the guesser knows: company, account, vendor, role. */
  readonly names: readonly string[];
};

/** A clause that follows "the external ID", or null: not guessable by these means. */
export function whyGuessable(id: string, facts: GuessingFacts): string | null {
  const digits = id.replaceAll(/[-_./: ]/g, "");
  if (facts.accounts.includes(id)) return sameAs(id);
  if (facts.accounts.includes(digits)) return `${sameAs(digits)}, written with separators`;
  if (isAccountId(digits)) return "looks like an account ID";
  if (id.length < shortest) return `has only ${id.length} ${id.length === 1 ? "character" : "characters"}`;
  const known = facts.accounts.find((account) => account !== "" && id.includes(account));
  if (known !== undefined && unknownLength(id.replaceAll(known, " "), facts.names) < shortest)
    return "is made of an account ID and little else";
  if (/^\d+$/.test(id)) {
    if (isDate(id)) return "is a date";
    if (isSequence(id)) return "is a sequence";
    if (id.length < 16) return "is a short number";
  }
  if (isDate(id.replaceAll(/[-_./:]/g, ""))) return "is a date";
  if (new Set(id.toLowerCase()).size <= 3) return "repeats a few characters";
  if (isSequence(id.toLowerCase())) return "is a sequence";
  if (isUuid(id)) return isCountedUuid(id) ? "is a UUID that was not drawn at random" : null;
  if (unknownLength(id, facts.names) < shortest) return "is made of common words, names and numbers";
  return null;
}

function sameAs(known: string): string {
  return isAccountId(known) ? "is the account ID of one of the two sides" : "is our organization's ID";
}

/** How many characters are left when known words, names, and short or running numbers are taken away. */
function unknownLength(id: string, names: readonly string[]): number {
  const known = new Set(names.flatMap((name) => [squeezed(name), ...words(name)]));
  let left = 0;
  for (const part of words(id)) {
    const stem = part.replace(/\d{1,4}$/, "");
    const isKnown =
      /^\d{1,6}$/.test(part) ||
      isDate(part) ||
      isSequence(part) ||
      commonWords.has(part) ||
      commonWords.has(stem) ||
      (part.length > 2 && known.has(part)) ||
      (stem.length > 2 && known.has(stem));
    if (!isKnown) left += withoutWords(stem, known);
  }
  return left;
}

/** "acmedatadog" is two known words without a separator: take away the longest known words at the start, in turn. */
function withoutWords(text: string, known: ReadonlySet<string>): number {
  let rest = text;
  while (rest.length > 0) {
    let longest = 0;
    for (let end = rest.length; end > 2; end--) {
      const head = rest.slice(0, end);
      if (commonWords.has(head) || known.has(head)) {
        longest = end;
        break;
      }
    }
    if (longest === 0) return rest.length;
    rest = rest.slice(longest);
  }
  return 0;
}

/** Lower-case parts, cut at separators and at the humps of camelCase. */
function words(text: string): readonly string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "");
}

function squeezed(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** 20240131 or 31012024, and their likes with the year only in this or the last century. */
function isDate(text: string): boolean {
  const match = /^(?:(?:19|20)\d\d(\d\d)(\d\d)|(\d\d)(\d\d)(?:19|20)\d\d)$/.exec(text);
  if (match === null) return false;
  const one = Number(match[1] ?? match[3]);
  const other = Number(match[2] ?? match[4]);
  const both = one >= 1 && other >= 1 && one <= 31 && other <= 31;
  return both && (one <= 12 || other <= 12);
}

/** Each character follows the one before (or goes before it), or the text runs along a row of the keyboard. */
function isSequence(text: string): boolean {
  if (text.length < 4) return false;
  const rows = [
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
  ];
  const reversed = [...text].reverse().join("");
  return rows.some((row) => row.includes(text) || row.includes(reversed));
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}

/** The nil UUID, examples out of manuals and hand-made ones: few distinct digits, or running ones. */
function isCountedUuid(text: string): boolean {
  const digits = text.toLowerCase().replaceAll("-", "");
  return (
    new Set(digits).size <= 5 ||
    digits.includes("12345678") ||
    digits.includes("01234567") ||
    digits.startsWith("deadbeef")
  );
}

/** What people type when a form asks for an external ID. */
const commonWords: ReadonlySet<string> = new Set(
  (
    "access account accounts acme admin administrator agent alert alerts amazon api app apps assume audit auth aws backup " +
    "billing bucket ci client cloud cloudformation common company config connect connector console corp cost costs cross " +
    "customer customers data default demo deploy dev development devops dummy ec2 enterprise example ext external " +
    "externalid extid finance finops first foo bar baz global group hello iam id identifier inc infra infrastructure " +
    "integration integrations internal it key lab llc log logging login logs ltd main manage management master me metrics " +
    "monitor monitoring my network new null one only ops org organization our partner pass password placeholder platform " +
    "policy portal prd pre prod production project public qa read readonly reader report reporting role root s3 saas sample " +
    "sandbox scan scanner secret secure security server service services shared site some staging stg store string sts " +
    "support system team temp template tenant test tester testing third party thirdparty token tool trust trusted uat " +
    "unique unknown user users value vendor web welcome work world your changeme letmein the a an of for and to in on"
  ).split(" "),
);
