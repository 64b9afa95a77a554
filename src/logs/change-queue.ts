/**
 * A queue of SQS as the source of changes, standard or FIFO. One long poll waits; when it comes back full there is a storm, and
 * many short ones follow at once. Messages are held for as long as somebody works on them, within a bound.
 */
import type {
  Message,
  SQSClient,
  ChangeMessageVisibilityBatchRequestEntry as VisibilityEntry,
} from "@aws-sdk/client-sqs";
import {
  type CallCounts,
  type Connection,
  givenEndpoint,
  guarded,
  noCalls,
  refusalOf,
} from "../aws/index.ts";
import type { EventSource, ReceivedMessage } from "./event-source.ts";
import { queueCalls } from "./queue-calls.ts";
import type { QueuePlace } from "./queue-place.ts";

type Sdk = typeof import("@aws-sdk/client-sqs");

export type ChangeQueueOptions = {
  readonly place: QueuePlace;
  /** Where the queue's URL does not say. */
  readonly region: string;
  readonly credentials: Parameters<Connection["configuration"]>[1];
  readonly connection: Connection;
  /** How long a message is held before it is somebody else's, unless the hold is renewed: which it is by itself. */
  readonly holdSeconds: number;
  /** No message is held longer by itself: whoever works on it may hang. */
  readonly holdAtMostSeconds: number;
};

export type QueueFacts = {
  readonly waiting: number;
  /** Given out, and neither done nor given back. */
  readonly held: number;
  readonly delayed: number;
  /** The queue's own default, in seconds. */
  readonly visibilitySeconds: number;
  /** ARN of the queue where messages go that nobody could deal with; null: there is none, and they come again for ever. */
  readonly deadLetterArn: string | null;
};

export interface ChangeQueue extends EventSource {
  readonly counts: CallCounts;
  /** Messages that could not be deleted or held, as their receipts had expired: they come again. */
  readonly expiredReceipts: number;
  facts(): Promise<QueueFacts>;
}

/** As many as one call takes. */
const batchSize = 10;
/** SQS's longest poll. */
const longestPollSeconds = 20;
/** Short polls at once in a storm. */
const pollsAtOnce = 16;
/** SQS holds no message longer. */
const longestHoldSeconds = 43_200;
const attempts = 4;

export async function openChangeQueue(options: ChangeQueueOptions): Promise<ChangeQueue> {
  const sdk = await import("@aws-sdk/client-sqs");
  const { place, connection, credentials } = options;
  const region = place.region ?? options.region;
  const counts = noCalls();
  const endpoint = givenEndpoint("SQS");
  const client = guarded(
    new sdk.SQSClient({
      ...connection.configuration(region, credentials),
      // Else the queue's URL says where calls go.
      ...(endpoint === null ? {} : { endpoint }),
    }),
    {
      service: "sqs",
      // Of its own: what collectors read in that account does not wait for the queue.
      account: `queue of ${place.account ?? "unknown"}`,
      region,
      allowed: new Set(queueCalls.map(({ call }) => call)),
      gate: connection.gate,
      counts,
    },
  );
  return new SqsChangeQueue(sdk, client, counts, options);
}

type Held = { readonly message: ReceivedMessage; readonly since: number };
type Failure = { readonly Id: string | undefined; readonly SenderFault: boolean | undefined };
type Entry = { readonly Id: string; readonly ReceiptHandle: string };

class SqsChangeQueue implements ChangeQueue {
  readonly counts: CallCounts;
  expiredReceipts = 0;
  readonly #sdk: Sdk;
  readonly #client: SQSClient;
  readonly #options: ChangeQueueOptions;
  readonly #held = new Map<string, Held>();
  #renewing: NodeJS.Timeout | null = null;

  constructor(sdk: Sdk, client: SQSClient, counts: CallCounts, options: ChangeQueueOptions) {
    this.#sdk = sdk;
    this.#client = client;
    this.counts = counts;
    this.#options = options;
  }

  async receive(
    limit: number,
    waitMilliseconds: number,
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]> {
    if (limit < 1 || signal.aborted) return [];
    const seconds = Math.min(longestPollSeconds, Math.max(0, Math.round(waitMilliseconds / 1000)));
    const received = await this.#poll(Math.min(limit, batchSize), seconds, signal);
    while (received.length % batchSize === 0 && received.length > 0 && received.length < limit) {
      const wanted = Math.min(pollsAtOnce, Math.ceil((limit - received.length) / batchSize));
      const left = limit - received.length;
      const sizes = Array.from({ length: wanted }, (_, index) =>
        Math.min(batchSize, left - index * batchSize),
      );
      const more = (await Promise.all(sizes.map((size) => this.#poll(size, 0, signal)))).flat();
      received.push(...more);
      // Some polls were not full: the queue is as good as empty.
      if (more.length < wanted * batchSize) break;
    }
    this.#hold(received);
    return received;
  }

  async done(messages: readonly ReceivedMessage[]): Promise<void> {
    this.#letGo(messages);
    const { DeleteMessageBatchCommand } = this.#sdk;
    await this.#inBatches(messages, async (Entries) => {
      const command = new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries });
      return (await this.#client.send(command)).Failed ?? [];
    });
  }

  async giveBack(messages: readonly ReceivedMessage[]): Promise<void> {
    this.#letGo(messages);
    await this.#setVisibility(messages, 0);
  }

  async extend(messages: readonly ReceivedMessage[], seconds: number): Promise<void> {
    // Somebody still works on them: the bound counts from now.
    this.#hold(messages.filter(({ receipt }) => this.#held.has(receipt)));
    await this.#setVisibility(messages, Math.min(longestHoldSeconds, Math.max(0, Math.ceil(seconds))));
  }

  async facts(): Promise<QueueFacts> {
    const { Attributes = {} } = await this.#client.send(
      new this.#sdk.GetQueueAttributesCommand({
        QueueUrl: this.#url,
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
          "VisibilityTimeout",
          "RedrivePolicy",
        ],
      }),
    );
    return {
      waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      held: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
      visibilitySeconds: Number(Attributes.VisibilityTimeout ?? 0),
      deadLetterArn:
        /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(Attributes.RedrivePolicy ?? "")?.[1] ?? null,
    };
  }

  close(): void {
    if (this.#renewing !== null) clearInterval(this.#renewing);
    this.#renewing = null;
    this.#held.clear();
  }

  get #url(): string {
    return this.#options.place.url;
  }

  async #poll(size: number, seconds: number, signal: AbortSignal): Promise<ReceivedMessage[]> {
    const command = new this.#sdk.ReceiveMessageCommand({
      QueueUrl: this.#url,
      MaxNumberOfMessages: size,
      WaitTimeSeconds: seconds,
      VisibilityTimeout: this.#options.holdSeconds,
      MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
    });
    try {
      const { Messages = [] } = await this.#client.send(command, { abortSignal: signal });
      return Messages.flatMap(received);
    } catch (cause) {
      // What was on its way comes again when its hold is over.
      if (signal.aborted) return [];
      throw cause;
    }
  }

  async #setVisibility(messages: readonly ReceivedMessage[], VisibilityTimeout: number): Promise<void> {
    const { ChangeMessageVisibilityBatchCommand } = this.#sdk;
    await this.#inBatches(messages, async (entries) => {
      const Entries: VisibilityEntry[] = entries.map((entry) => ({ ...entry, VisibilityTimeout }));
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url, Entries });
      return (await this.#client.send(command)).Failed ?? [];
    });
  }

  /** Entries that failed by no fault of ours are tried again; the others' receipts are no good any more. */
  async #inBatches(
    messages: readonly ReceivedMessage[],
    send: (entries: Entry[]) => Promise<readonly Failure[]>,
  ): Promise<void> {
    const batches: (readonly ReceivedMessage[])[] = [];
    for (let at = 0; at < messages.length; at += batchSize) batches.push(messages.slice(at, at + batchSize));
    await Promise.all(
      batches.map(async (batch) => {
        let left: Entry[] = batch.map(({ receipt }, index) => ({
          Id: String(index),
          ReceiptHandle: receipt,
        }));
        for (let attempt = 1; left.length > 0; attempt += 1) {
          const failed = await send(left);
          const again = new Set(failed.flatMap(({ Id, SenderFault }) => (SenderFault === true ? [] : [Id])));
          this.expiredReceipts += failed.length - again.size;
          left = left.filter(({ Id }) => again.has(Id));
          if (left.length === 0) return;
          if (attempt === attempts) throw new UnfinishedBatch(left.length);
          await this.#options.connection.gate.clock.sleep(100 * 2 ** attempt);
        }
      }),
    );
  }

  #hold(messages: readonly ReceivedMessage[]): void {
    const since = this.#options.connection.gate.clock.now();
    for (const message of messages) this.#held.set(message.receipt, { message, since });
    if (this.#held.size === 0 || this.#renewing !== null) return;
    const { holdSeconds } = this.#options;
    this.#renewing = setInterval(() => void this.#renew(), (holdSeconds * 1000) / 3);
    this.#renewing.unref();
  }

  #letGo(messages: readonly ReceivedMessage[]): void {
    for (const { receipt } of messages) this.#held.delete(receipt);
    if (this.#held.size > 0 || this.#renewing === null) return;
    clearInterval(this.#renewing);
    this.#renewing = null;
  }

  async #renew(): Promise<void> {
    const { holdSeconds, holdAtMostSeconds, connection } = this.#options;
    const now = connection.gate.clock.now();
    const all = [...this.#held.values()];
    const tooLong = all.filter(({ since }) => now - since > holdAtMostSeconds * 1000);
    this.#letGo(tooLong.map(({ message }) => message));
    const kept = all.filter((held) => !tooLong.includes(held)).map(({ message }) => message);
    try {
      await this.#setVisibility(kept, holdSeconds);
    } catch (cause) {
      // The next renewal tries again; after that the message is somebody else's, which does no harm.
      if (refusalOf(cause) === null && !(cause instanceof UnfinishedBatch)) throw cause;
    }
  }
}

/** SQS did not take some entries of a batch, after all repetitions. */
class UnfinishedBatch extends Error {
  /** As of a whole call that fails so: it may pass. */
  readonly $metadata = { httpStatusCode: 500 };

  constructor(count: number) {
    super(`SQS failed for ${count} messages of a batch, after all repetitions`);
  }
}

function received({ ReceiptHandle, Body, Attributes = {} }: Message): readonly ReceivedMessage[] {
  if (ReceiptHandle === undefined) return [];
  const sentAt = Number(Attributes.SentTimestamp);
  return [
    {
      receipt: ReceiptHandle,
      body: Body ?? "",
      receivedCount: Number(Attributes.ApproximateReceiveCount ?? 1),
      sentAt: Number.isSafeInteger(sentAt) ? sentAt : null,
    },
  ];
}
