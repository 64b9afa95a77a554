/**
 * A message that tells of a change: what EventBridge puts on a queue (its whole envelope), an SNS notification around that,
 * or a CloudTrail record by itself. Whatever it holds, the answer is a value.
 */
import { isRegionName, partitionOfRegion } from "../../aws/index.ts";
import { type AccountId, type ChangeEvent, isAccountId } from "../../model/index.ts";
import { boundedJson } from "./bounded-json.ts";
import { lookUpEvent } from "./catalogue.ts";
import { readActor } from "./read-actor.ts";
import { readSubjects } from "./read-subjects.ts";
import { type Fields, fields, memberOf, text } from "./record-values.ts";

export type ParsedChange =
  | { readonly kind: "event"; readonly event: ChangeEvent }
  /** It changes nothing that is read: it failed, only read, or is left out of the list on purpose. `id`: CloudTrail's eventID. */
  | { readonly kind: "ignored"; readonly why: string; readonly id: string | null }
  /** The list does not have it. */
  | { readonly kind: "unknown-event"; readonly source: string; readonly name: string; readonly id: string }
  /** No message of AWS, or one without what it always has. */
  | { readonly kind: "malformed"; readonly why: string };

/** Detail types of EventBridge that hold a CloudTrail record. */
export const detailTypes = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"] as const;

/** Events are not from the future, but clocks differ: so many milliseconds are taken. */
const clocksDiffer = 60 * 60_000;

/** `now`: milliseconds since 1970. */
export function parseChangeMessage(body: string, now: number): ParsedChange {
  const message = boundedJson(body);
  if (!isObject(message)) return malformed("it is no JSON object, or one that is too long or too deep");
  if (memberOf(message, "Type") === "Notification" && text(message.Message) !== null) {
    const inner = boundedJson(text(message.Message) ?? "");
    return isObject(inner) ? parseEnvelope(inner, now) : malformed("the notification holds no JSON object");
  }
  return parseEnvelope(message, now);
}

function parseEnvelope(message: Fields, now: number): ParsedChange {
  const type = text(message["detail-type"]);
  if (type === null) return parseChangeRecord(message, now);
  const isOfCloudTrail = detailTypes.some((known) => known === type);
  const detail = memberOf(message, "detail");
  if (!isOfCloudTrail) return { kind: "ignored", why: "it is no event of CloudTrail", id: null };
  // EventBridge lets nobody but AWS itself use such sources.
  if (text(message.source)?.startsWith("aws.") !== true) {
    return malformed("its source is not AWS's: anybody may have put it on the bus");
  }
  if (!isObject(detail)) return malformed("the envelope has no detail");
  const account = text(message.account);
  const recipient = text(detail.recipientAccountId);
  if (account !== null && recipient !== null && account !== recipient) {
    return malformed("envelope and record name different accounts");
  }
  return parseChangeRecord(
    {
      ...detail,
      recipientAccountId: recipient ?? account,
      awsRegion: detail.awsRegion ?? message.region,
      eventTime: detail.eventTime ?? message.time,
    },
    now,
  );
}

/** A record as it stands in CloudTrail's files. */
function parseChangeRecord(record: Fields, now: number): ParsedChange {
  const id = text(record.eventID);
  const source = text(record.eventSource);
  const name = text(record.eventName);
  if (id === null || !/^[\w-]{1,128}$/.test(id)) return malformed("it has no eventID");
  if (source === null || !/^[\w.-]{1,128}$/.test(source)) return malformed("it has no eventSource");
  if (name === null || !/^\w{1,128}$/.test(name)) return malformed("it has no eventName");
  // Told first: a call that failed, or only read, is of no service's interest.
  if (text(memberOf(record, "errorCode")) !== null) {
    return { kind: "ignored", why: "the call failed", id };
  }
  if (record.readOnly === true || record.readOnly === "true") {
    return { kind: "ignored", why: "the call only reads", id };
  }
  const looked = lookUpEvent(source, name);
  if (looked.kind === "unknown") return { kind: "unknown-event", source, name, id };
  if (looked.kind === "omitted") return { kind: "ignored", why: looked.why, id };
  const account = accountOf(record);
  if (account === null) return malformed("it does not tell in which account it happened");
  const region = text(record.awsRegion);
  if (region === null || !isRegionName(region)) {
    return malformed("it does not tell in which region it happened");
  }
  const at = timeOf(record.eventTime);
  if (at === null) return malformed("its eventTime is no time");
  if (at > now + clocksDiffer) return malformed("its eventTime is in the future");
  const touched = readSubjects(record, looked.rule, {
    partition: partitionOfRegion(region),
    account,
    region,
  });
  if (touched.kind === "nothing") return { kind: "ignored", why: touched.why, id };
  if (touched.kind === "untold") return malformed(touched.why);
  const { subjects, documents } = touched;
  return {
    kind: "event",
    event: { id, at, source, name, account, region, actor: readActor(record), subjects, documents },
  };
}

/** Whose trail it is; records of before 2015 do not say, and then it is the caller's. */
function accountOf(record: Fields): AccountId | null {
  const account = text(record.recipientAccountId) ?? text(fields(record.userIdentity).accountId);
  return account !== null && isAccountId(account) ? account : null;
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** CloudTrail's times are UTC, to the second. */
function timeOf(value: unknown): number | null {
  const told = text(value);
  if (told === null || !timePattern.test(told)) return null;
  const at = Date.parse(told);
  return Number.isNaN(at) || at < earliest ? null : at;
}

/** CloudTrail is not older. */
const earliest = Date.UTC(2013, 0, 1);

function malformed(why: string): ParsedChange {
  return { kind: "malformed", why };
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
