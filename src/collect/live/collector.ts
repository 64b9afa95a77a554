/**
 * What a collector is: one service, the calls that it makes (reads, each with the IAM action that it needs and what it is
 * for), and how their answers become rows of the import format (docs/formats).
 */
import type { ClientConfiguration, Refusal, SdkClient } from "../../aws/index.ts";
import type { Subject as ChangeSubject } from "../../model/change-event.ts";
import type { AccountId, CoverageGap, Partition } from "../../model/index.ts";

export type ReadCall = {
  /** As the SDK names it: `ListQueues`. */
  readonly call: string;
  /** The IAM action that allows it: `sqs:ListQueues`. */
  readonly action: string;
  /** What it is needed for, in a few words, for people who review the collector's role. */
  readonly why: string;
};

/** Where a unit is read. */
export type Place = {
  readonly account: AccountId;
  readonly partition: Partition;
  /** For a collector of a whole account, the partition's home region. */
  readonly region: string;
};

/** The files of the import format that a unit contributes to. */
export type Part =
  | "organization"
  | "identity-center"
  | "authorization-details"
  | "identity-providers"
  | "resource-policies"
  | "account"
  | "roles-anywhere";

/** A row of `resource-policies.json`. */
export type ResourceRow = {
  readonly Arn: string;
  /** CloudFormation type. */
  readonly Type: string;
  readonly Region?: string;
  /** As the service gives it; null: it has none. Left out: it could not be read, and a gap says why. */
  readonly Policy?: unknown;
  readonly Attributes?: Readonly<Record<string, unknown>>;
};

/** What could not be read. */
export type UnitGap = {
  readonly what: CoverageGap["what"];
  /** An ARN or a member that is missing; null: everything that the unit is about. */
  readonly subject: string | null;
  /** The call that was refused, as the SDK names it. */
  readonly call: string | null;
  readonly refusal: Refusal;
};

/** What a read is about, where that is not what its collector is about in general. */
export type Subject = string | { readonly what: CoverageGap["what"]; readonly subject: string | null };

/** Takes what a collector finds. */
export interface Found {
  /** A row of `resource-policies.json`. `Region` is filled in. */
  resource(row: ResourceRow): void;
  /** Members of another file: lists of the same name are joined, over all units of the account. */
  part(part: Exclude<Part, "resource-policies">, members: Readonly<Record<string, unknown>>): void;
  /** Records that `call` was not made for all that `subject` stands for, and in `why` for what of it, in a sentence. */
  leaveOut(subject: Subject, call: string, why: string): void;
  /**
   * The answer of a read that may be refused without ending the unit; `whenAbsent` where AWS says that there is none (no
   * bucket policy, no resource policy). `unread`: refused, and recorded as a gap about `subject`.
   */
  try<T, A>(subject: Subject, read: () => Promise<T>, whenAbsent: A): Promise<T | A | typeof unread>;
  /** Does `work` for all of `items`, several at once. What is gone meanwhile is passed over; refusals become gaps. */
  each<T>(items: Iterable<T>, subject: (item: T) => string, work: (item: T) => Promise<void>): Promise<void>;
}

/** A refused read: recorded already. */
export const unread = Symbol("unread");

export type Scope =
  /** Once, in the management account or a delegated administrator. */
  | "organization"
  /** Once in each account. */
  | "account"
  /** In each region of each account. */
  | "region";

/** A collector whose SDK client is its own business. */
export interface Collector {
  /** Its name in journals, plans and messages: `sqs`. */
  readonly name: string;
  /** What it reads, for people: `SQS queues`. */
  readonly title: string;
  /** The service whose rate limits count, as `rate-limits` names it. */
  readonly service: string;
  readonly scope: Scope;
  /** What is missing where it is refused. */
  readonly about: CoverageGap["what"];
  readonly reads: readonly ReadCall[];
  /** CloudFormation types of the resources that it finds. */
  readonly types: readonly string[];
  /** `guard` has to be given every client before its first call. */
  run(place: Place, configuration: ClientConfiguration, guard: GuardClient, found: Found): Promise<void>;
  /**
   * Reads one thing in a few calls, as `run` reads all: the same rows, none where it is gone. Without it, what `run`
   * brings is looked through.
   */
  readonly runFor?: (
    one: OneThing,
    place: Place,
    configuration: ClientConfiguration,
    guard: GuardClient,
    found: Found,
  ) => Promise<void>;
}

/** The one thing that is read. */
export type OneThing = { readonly subject: ChangeSubject; readonly remembered: Remembered };

/** Collectors of resources are asked for nothing else one by one. */
export function oneResource({ subject }: OneThing): Extract<ChangeSubject, { readonly kind: "resource" }> {
  if (subject.kind !== "resource") throw new Error(`${subject.kind} is no resource`);
  return subject;
}

/** Rows that seldom change, and that many things refer to: AWS's own policies. */
export interface Remembered {
  /** `read`: what it is, when it is not known (any more). Undefined is not remembered. */
  row(key: string, read: () => Promise<object | undefined>): Promise<object | undefined>;
}

export type GuardClient = <Input extends object, Output extends object, Client>(
  client: Client & SdkClient<Input, Output>,
) => Client;

export type CollectorContext<Sdk, Client> = {
  readonly sdk: Sdk;
  readonly client: Client;
  /** The client for another region, where things of an account are listed together and read where they are. */
  readonly clientIn: (region: string) => Client;
  readonly place: Place;
  readonly found: Found;
};

type Definition<Sdk, Client> = Omit<Collector, "run" | "runFor"> & {
  /** The SDK package is loaded when the first unit runs: no other command pays for it. */
  readonly load: () => Promise<Sdk>;
  readonly client: (sdk: Sdk, configuration: ClientConfiguration) => Client;
  readonly collect: (context: CollectorContext<Sdk, Client>) => Promise<void>;
  /** `runFor`. */
  readonly collectOne?: (context: CollectorContext<Sdk, Client>, one: OneThing) => Promise<void>;
};

export function defineCollector<Sdk, Input extends object, Output extends object, Client>(
  definition: Definition<Sdk, Client & SdkClient<Input, Output>>,
): Collector {
  const { load, client: open, collect, collectOne, ...facts } = definition;
  const contextOf = async (
    place: Place,
    configuration: ClientConfiguration,
    guard: GuardClient,
    found: Found,
  ): Promise<CollectorContext<Sdk, Client & SdkClient<Input, Output>>> => {
    const sdk = await load();
    const clients = new Map<string, Client & SdkClient<Input, Output>>();
    // Never destroyed: that would break the connections, which all clients share.
    const clientIn = (region: string): Client & SdkClient<Input, Output> => {
      let client = clients.get(region);
      if (client === undefined) {
        client = guard(open(sdk, { ...configuration, region }));
        clients.set(region, client);
      }
      return client;
    };
    return { sdk, client: clientIn(configuration.region), clientIn, place, found };
  };
  return {
    ...facts,
    async run(place, configuration, guard, found) {
      await collect(await contextOf(place, configuration, guard, found));
    },
    ...(collectOne === undefined
      ? {}
      : {
          async runFor(one, place, configuration, guard, found) {
            await collectOne(await contextOf(place, configuration, guard, found), one);
          },
        }),
  };
}
