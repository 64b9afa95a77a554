/** All collectors, in the order in which plans and pages list them. */
import type { Collector } from "../collector.ts";
import { iam } from "./iam.ts";
import { identityProviders } from "./identity-providers.ts";
import { kms } from "./kms.ts";
import { organization } from "./organization.ts";
import { regions } from "./regions.ts";
import { sqs } from "./sqs.ts";

export const collectors: readonly Collector[] = [organization, regions, iam, identityProviders, kms, sqs];
