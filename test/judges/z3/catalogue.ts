/** The list of actions as the judged evaluators need it: that RCPs reach some services, and nothing else. */
import type { ActionCatalogue } from "../../../src/authz/action-catalogue.ts";

/** IAM-SEMANTICS 59; of that list, those that the random questions ask about. */
export const underResourceControl = ["s3", "sts", "kms", "sqs", "secretsmanager", "dynamodb"] as const;

export const catalogue: ActionCatalogue = {
  updatedAt: "2026-11-25",
  services: new Set(),
  rcpServices: new Set(underResourceControl),
  action: () => null,
  conditionKeys: [],
  matching: () => [],
  keyType: () => null,
};
