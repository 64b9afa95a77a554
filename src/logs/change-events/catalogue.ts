/** The event list: which event of which service touches what. One file a service. */
import type { ChangeRule, ServiceEvents } from "./change-rule.ts";
import {
  backupEvents,
  dynamodbEvents,
  ecrEvents,
  efsEvents,
  kinesisEvents,
  openSearchEvents,
  secretsManagerEvents,
} from "./services/data-stores.ts";
import { ec2Events, rdsEvents } from "./services/ec2.ts";
import { iamEvents } from "./services/iam.ts";
import { identityCenterEvents } from "./services/identity-center.ts";
import { kmsEvents } from "./services/kms.ts";
import { lambdaEvents } from "./services/lambda.ts";
import { eventBridgeEvents, snsEvents, sqsEvents } from "./services/messaging.ts";
import { organizationsEvents } from "./services/organizations.ts";
import { rolesAnywhereEvents } from "./services/roles-anywhere.ts";
import { s3Events } from "./services/s3.ts";
import {
  apiGatewayEvents,
  codeArtifactEvents,
  glueEvents,
  logsEvents,
  ramEvents,
  sesEvents,
  ssmEvents,
} from "./services/sharing.ts";
import { workloadEvents } from "./services/workloads.ts";

export const changeEvents: readonly ServiceEvents[] = [
  iamEvents,
  organizationsEvents,
  identityCenterEvents,
  rolesAnywhereEvents,
  s3Events,
  kmsEvents,
  secretsManagerEvents,
  sqsEvents,
  snsEvents,
  eventBridgeEvents,
  lambdaEvents,
  ecrEvents,
  dynamodbEvents,
  efsEvents,
  openSearchEvents,
  kinesisEvents,
  backupEvents,
  glueEvents,
  apiGatewayEvents,
  logsEvents,
  codeArtifactEvents,
  ramEvents,
  sesEvents,
  ssmEvents,
  ec2Events,
  rdsEvents,
  ...workloadEvents,
];

const bySource = new Map(changeEvents.map((service) => [service.source, service]));

export type Looked =
  | { readonly kind: "change"; readonly rule: ChangeRule }
  | { readonly kind: "omitted"; readonly why: string }
  | { readonly kind: "unknown" };

/** `source` and `name` as CloudTrail writes them, of some services with the version of their API. */
export function lookUpEvent(source: string, name: string): Looked {
  const service = bySource.get(source.replace(/\.amazonaws\.com\.cn$/, ".amazonaws.com"));
  if (service === undefined) return { kind: "unknown" };
  for (const key of [name, withoutVersion(name)]) {
    const rule = own(service.changes, key);
    if (rule !== undefined) return { kind: "change", rule };
    const why = own(service.omitted, key);
    if (why !== undefined) return { kind: "omitted", why };
  }
  return { kind: "unknown" };
}

/** `AddPermission20150331v2`, `PublishLayerVersion20181031`. */
function withoutVersion(name: string): string {
  return name.replace(/\d{4}_?\d{2}_?\d{2}(?:v\d+)?$/, "");
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
