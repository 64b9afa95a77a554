/** Session tags and which of them stay with later sessions (IAM-SEMANTICS 28, 30, 31). */
import { err, ok, type Result } from "../../model/index.ts";
import type { SessionFault } from "./fault.ts";

export type SessionTag = { readonly key: string; readonly value: string };

const mostTags = 50;
const longestKey = 128;
const longestValue = 256;
/** API reference of AssumeRole, Tag: letters, spaces and digits of any script, and these signs. */
const taken = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const signs = "letters, digits, spaces and _.:/=+-@";

/** `KEY=VALUE`; the value may be empty, and may have further equals signs. */
export function parseTag(text: string): Result<SessionTag, SessionFault> {
  const equals = text.indexOf("=");
  return equals < 1
    ? err({
        what: "tag",
        message: `${JSON.stringify(text)} is not KEY=VALUE`,
        advice: "Such as Team=security.",
      })
    : ok({ key: text.slice(0, equals), value: text.slice(equals + 1) });
}

/** Everything that STS would refuse about them. */
export function tagFaults(
  tags: readonly SessionTag[],
  transitive: readonly string[],
): readonly SessionFault[] {
  const faults = tags.flatMap(({ key, value }) => [...keyFaults(key), ...valueFaults(key, value)]);
  if (tags.length > mostTags) {
    faults.push(fault(`there are ${tags.length} tags`, `A session has ${mostTags} tags at most.`));
  }
  const seen = new Map<string, string>();
  for (const { key } of tags) {
    const same = seen.get(key.toLowerCase());
    if (same !== undefined) {
      const other = same === key ? "is given twice" : `and ${JSON.stringify(same)} differ in case alone`;
      faults.push(fault(`${JSON.stringify(key)} ${other}`, "STS takes keys of tags without regard to case."));
    }
    seen.set(key.toLowerCase(), key);
  }
  for (const key of transitive) {
    if (tags.some((tag) => tag.key === key)) continue;
    faults.push({
      what: "transitive",
      message: `${JSON.stringify(key)} is none of the session's tags`,
      advice:
        "Give the tag as well. One that this session has from an earlier one goes on by itself, and can't be given again.",
    });
  }
  return faults;
}

function keyFaults(key: string): readonly SessionFault[] {
  if (key.length === 0 || key.length > longestKey) {
    return [fault(`a key has ${key.length} characters`, `A tag's key has 1 to ${longestKey} characters.`)];
  }
  if (/^aws:/i.test(key)) {
    return [fault(`${JSON.stringify(key)} begins with aws:`, "Such keys are AWS's own.")];
  }
  return taken.test(key)
    ? []
    : [fault(`the key ${JSON.stringify(key)} has characters that STS refuses`, `It takes ${signs}.`)];
}

function valueFaults(key: string, value: string): readonly SessionFault[] {
  if (value.length > longestValue) {
    return [
      fault(
        `the value of ${JSON.stringify(key)} has ${value.length} characters`,
        `A tag's value has ${longestValue} characters at most.`,
      ),
    ];
  }
  return taken.test(value)
    ? []
    : [fault(`the value of ${JSON.stringify(key)} has characters that STS refuses`, `It takes ${signs}.`)];
}

function fault(message: string, advice: string): SessionFault {
  return { what: "tag", message, advice };
}
