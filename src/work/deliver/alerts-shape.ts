/** What `accesslens alerts` and `accesslens expect` print for programs. */
import { z } from "zod";
import { alertSeverities } from "../../model/index.ts";

const time = z.string().describe("ISO 8601.");
const severity = z.enum(alertSeverities);

const deliveryShape = z.object({
  id: z.string(),
  alert: z.string(),
  channel: z.string(),
  status: z.enum(["waiting", "sending", "delivered", "dead"]),
  severity,
  title: z.string(),
  changes: z.number(),
  attempts: z.number(),
  lastError: z.string().nullable(),
  createdAt: time,
  notBefore: time,
  at: time.describe("When it is tried next, or when it was delivered or given up."),
});
export type ToldDelivery = z.infer<typeof deliveryShape>;

export const alertListShape = z.object({
  deliveries: z.array(deliveryShape),
  more: z.boolean().describe("Whether there are older ones."),
});

export const alertRetryShape = z.object({ retried: z.number() });

export const alertTestShape = z.object({
  channel: z.string(),
  alert: z.string(),
  result: z.enum(["delivered", "refused", "try-again"]),
  detail: z.string(),
  retryAfterSeconds: z.number().nullable(),
});

export const whyShape = z.object({
  about: z.string(),
  changes: z.array(
    z.object({
      driftEvent: z.string(),
      kind: z.string(),
      severity,
      title: z.string(),
      subject: z.string(),
      account: z.string().nullable(),
      at: time,
      noticedAt: time,
      expected: z.object({ approval: z.string(), ticket: z.string() }).nullable(),
      reverts: z.string().nullable(),
      revertedBy: z.string().nullable(),
      events: z.array(z.object({ id: z.string(), name: z.string() })),
      decisions: z.array(
        z.object({ channel: z.string().nullable(), verdict: z.string(), why: z.string(), at: time }),
      ),
      deliveries: z.array(deliveryShape),
    }),
  ),
  events: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        source: z.string(),
        account: z.string(),
        subjects: z.array(z.string()),
        at: time,
        settledAt: time,
        verdict: z.string(),
      }),
    )
    .describe("CloudTrail events that were dealt with, told or not."),
  answer: z.array(z.string()).describe("Sentences."),
});
export type WhyAnswer = z.infer<typeof whyShape>;

const approvalShape = z.object({
  id: z.string(),
  ticket: z.string(),
  principal: z.string().nullable(),
  subject: z.string().nullable(),
  account: z.string().nullable(),
  from: time,
  until: time,
  reason: z.string(),
  createdBy: z.string(),
  createdAt: time,
  withdrawnAt: time.nullable(),
  state: z.enum(["coming", "open", "ended", "withdrawn"]),
});
export type ToldApproval = z.infer<typeof approvalShape>;

export const expectAddShape = z.object({ approval: approvalShape });
export const expectListShape = z.object({ approvals: z.array(approvalShape) });
export const expectWithdrawShape = z.object({ id: z.string(), withdrawn: z.boolean() });
