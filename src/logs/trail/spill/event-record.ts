/** Which members of an event stand where in its record. `shared` is left out where `request` is told: it tells nothing then. */
import {
  type AccountId,
  type Arn,
  type TrailCaller,
  type TrailEvent,
  trailCalls,
} from "../../../model/index.ts";
import {
  type GrowingBytes,
  RecordReader,
  RecordWriter,
  recordId,
  recordMilliseconds,
} from "./event-bytes.ts";
import type { KnownTexts } from "./known-texts.ts";
import { Spoilt } from "./spill-fault.ts";

const callerKinds = [
  "user",
  "role",
  "root",
  "account",
  "service",
  "federated",
  "certificate",
  "identity-center-user",
  "unknown",
] as const satisfies readonly TrailCaller["kind"][];

const callNumbers = new Map(trailCalls.map((call, number) => [call, number]));
const kindNumbers = new Map(callerKinds.map((kind, number) => [kind, number]));

/** Bit 0 is the record's own. */
const flag = {
  byRequest: 2,
  granted: 4,
  narrowed: 8,
  console: 16,
  mfa: 32,
  noMfa: 64,
  tagged: 128,
  transitive: 256,
};

export class EventWriter {
  readonly #writer: RecordWriter;

  constructor(texts: KnownTexts) {
    this.#writer = new RecordWriter(texts);
  }

  write(into: GrowingBytes, event: TrailEvent): void {
    this.#writer.write(into, event, flagsOf(event), (writer) => putEvent(writer, event));
  }
}

function flagsOf({ request, outcome, narrowed, console, mfa, tags, transitiveTagKeys }: TrailEvent): number {
  return (
    (request === null ? 0 : flag.byRequest) |
    (outcome.kind === "granted" ? flag.granted : 0) |
    (narrowed ? flag.narrowed : 0) |
    (console ? flag.console : 0) |
    (mfa === null ? 0 : mfa ? flag.mfa : flag.noMfa) |
    (tags.length > 0 ? flag.tagged : 0) |
    (transitiveTagKeys.length > 0 ? flag.transitive : 0)
  );
}

function putEvent(writer: RecordWriter, event: TrailEvent): void {
  const { outcome } = event;
  writer.number(callNumbers.get(event.call) ?? 0);
  writer.own(event.request ?? event.shared);
  writer.known(event.account);
  writer.known(event.region);
  putCaller(writer, event.caller);
  writer.own(event.callerKey);
  writer.known(event.role);
  if (outcome.kind === "granted") {
    writer.own(outcome.key);
    writer.known(outcome.seconds === null ? null : String(outcome.seconds));
  } else {
    writer.known(outcome.code);
  }
  writer.own(event.sessionName);
  writer.known(event.externalId);
  writer.own(event.sourceIdentity);
  writer.own(event.sourceIp);
  writer.known(event.vpcEndpoint);
  writer.known(event.userAgent);
  if (event.tags.length > 0) writer.known(JSON.stringify(event.tags));
  if (event.transitiveTagKeys.length > 0) writer.known(JSON.stringify(event.transitiveTagKeys));
}

function putCaller(writer: RecordWriter, caller: TrailCaller): void {
  writer.number(kindNumbers.get(caller.kind) ?? 0);
  switch (caller.kind) {
    case "user":
    case "role":
      writer.known(caller.account);
      writer.known(caller.arn);
      writer.known(caller.id);
      if (caller.kind === "role") writer.own(caller.session);
      break;
    case "root":
    case "account":
      writer.known(caller.account);
      break;
    case "service":
      writer.known(caller.service);
      break;
    case "federated":
      writer.known(caller.protocol);
      writer.known(caller.provider);
      writer.own(caller.subject);
      writer.known(caller.audience);
      break;
    case "certificate":
      writer.own(caller.subject);
      writer.known(caller.trustAnchor);
      break;
    case "identity-center-user":
      writer.own(caller.user);
      writer.known(caller.store);
      break;
    case "unknown":
      writer.known(caller.type);
  }
}

export class EventReader {
  readonly #reader: RecordReader;

  constructor(texts: KnownTexts) {
    this.#reader = new RecordReader(texts);
  }

  /** `hour`: in milliseconds since 1970, its beginning. */
  read(bytes: Buffer, start: number, hour: number): TrailEvent {
    const reader = this.#reader;
    reader.open(bytes, start);
    const { flags } = reader;
    const has = (bit: number): boolean => (flags & bit) !== 0;
    const call = trailCalls[reader.number()];
    if (call === undefined) throw new Spoilt("an event is of an unknown call");
    const join = reader.own();
    const isByRequest = has(flag.byRequest);
    return {
      id: recordId(bytes, start),
      time: hour + recordMilliseconds(bytes, start),
      call,
      request: isByRequest ? join : null,
      shared: isByRequest ? null : join,
      account: reader.known() as AccountId | null,
      region: reader.known() ?? "",
      caller: callerOf(reader),
      callerKey: reader.own(),
      role: reader.known() as Arn | null,
      outcome: has(flag.granted)
        ? { kind: "granted", key: reader.own(), seconds: numberOf(reader.known()) }
        : { kind: "refused", code: reader.known() ?? "" },
      sessionName: reader.own(),
      externalId: reader.known(),
      sourceIdentity: reader.own(),
      sourceIp: reader.own(),
      vpcEndpoint: reader.known(),
      userAgent: reader.known(),
      tags: has(flag.tagged) ? JSON.parse(reader.known() ?? "[]") : [],
      transitiveTagKeys: has(flag.transitive) ? JSON.parse(reader.known() ?? "[]") : [],
      narrowed: has(flag.narrowed),
      mfa: has(flag.mfa) ? true : has(flag.noMfa) ? false : null,
      console: has(flag.console),
    };
  }
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

// Accounts and ARNs were checked when the events were made: these are the same texts.
function callerOf(reader: RecordReader): TrailCaller {
  const kind = callerKinds[reader.number()];
  if (kind === undefined) throw new Spoilt("an event is of an unknown kind of caller");
  const account = (): AccountId => (reader.known() ?? "") as AccountId;
  const text = (): string => reader.known() ?? "";
  switch (kind) {
    case "user":
      return { kind, account: account(), arn: reader.known() as Arn | null, id: reader.known() };
    case "role":
      return {
        kind,
        account: account(),
        arn: reader.known() as Arn | null,
        id: reader.known(),
        session: reader.own(),
      };
    case "root":
    case "account":
      return { kind, account: account() };
    case "service":
      return { kind, service: text() };
    case "federated":
      return {
        kind,
        protocol: text() === "saml" ? "saml" : "oidc",
        provider: text(),
        subject: reader.own() ?? "",
        audience: reader.known(),
      };
    case "certificate":
      return { kind, subject: reader.own() ?? "", trustAnchor: reader.known() };
    case "identity-center-user":
      return { kind, user: reader.own() ?? "", store: reader.known() };
    case "unknown":
      return { kind, type: text() };
  }
}
