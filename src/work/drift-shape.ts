/** The shapes of what is told of changes, for whoever reads our JSON: the members are described in `src/model/drift.ts`. */
import { z } from "zod";
import { alertSeverities } from "../model/index.ts";
import { driftEventShape } from "./history/drift-event-shape.ts";

const texts = z.array(z.string());
const severity = z.enum(alertSeverities);
const milliseconds = z.number().describe("Milliseconds since 1970.");

const alertShape = z.object({
  id: z.string().describe("The idempotency key: the same for every delivery."),
  title: z.string(),
  severity,
  at: milliseconds,
  events: z.array(driftEventShape),
  more: z.number().describe("Changes of the same alert that are counted only."),
  accounts: texts,
});

/** What webhooks post and files have a line of. */
export const alertMessageShape = z.object({
  type: z.literal("access.changed"),
  timestamp: z.string().describe("ISO 8601, of the latest change."),
  data: alertShape,
});
