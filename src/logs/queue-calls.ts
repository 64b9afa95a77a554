/** The calls that are made of the queue of changes, each with what it is for; no other is ever sent. */

export type QueueCall = {
  /** As the SDK names it. */
  readonly call: string;
  /** The IAM action that allows it: batches have none of their own. */
  readonly action: string;
  readonly why: string;
};

export const queueCalls: readonly QueueCall[] = [
  { call: "ReceiveMessage", action: "sqs:ReceiveMessage", why: "takes messages about changes" },
  {
    call: "DeleteMessageBatch",
    action: "sqs:DeleteMessage",
    why: "removes messages that are dealt with",
  },
  {
    call: "ChangeMessageVisibilityBatch",
    action: "sqs:ChangeMessageVisibility",
    why: "holds messages while they are worked on, and gives back those that are not",
  },
  {
    call: "GetQueueAttributes",
    action: "sqs:GetQueueAttributes",
    why: "tells how many messages wait, and how long a message is held",
  },
];
