/** An alert as a Detection Finding of the Open Cybersecurity Schema Framework, version 1.4.0: https://schema.ocsf.io/1.4.0/classes/detection_finding */
import type { Alert, AlertSeverity, DriftEvent } from "../model/index.ts";
import { jsonLine } from "../model/plain-text.ts";
import { shorterStory, storyOf } from "./story/story.ts";
import { textOf } from "./text-message.ts";

const severityIds: Readonly<Record<AlertSeverity, number>> = {
  info: 1,
  low: 2,
  medium: 3,
  high: 4,
  critical: 5,
};
const severityNames: Readonly<Record<AlertSeverity, string>> = {
  info: "Informational",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

/** One line. Times are milliseconds since 1970. What the schema has no place for is in `unmapped`, as it stands in our JSON. */
export function ocsfMessage(alert: Alert): string {
  return jsonLine(ocsfFinding(alert));
}

function ocsfFinding(alert: Alert): object {
  const { id, title, severity, at, events, accounts } = alert;
  const [account] = accounts;
  const names = new Map(events.map((event) => [event.account, event.accountName]));
  const isAnnounced =
    events.length > 0 && alert.more === 0 && events.every(({ expected }) => expected !== null);
  return {
    class_uid: 2004,
    class_name: "Detection Finding",
    category_uid: 2,
    category_name: "Findings",
    activity_id: 1,
    activity_name: "Create",
    type_uid: 200_401,
    type_name: "Detection Finding: Create",
    time: at,
    severity_id: severityIds[severity],
    severity: severityNames[severity],
    status_id: isAnnounced ? 3 : 1,
    status: isAnnounced ? "Suppressed" : "New",
    message: title,
    metadata: {
      version: "1.4.0",
      uid: id,
      profiles: ["cloud"],
      product: { name: "AccessLens", vendor_name: "AccessLens" },
    },
    cloud: {
      provider: "AWS",
      ...(accounts.length === 1 && account !== undefined
        ? { account: { uid: account, type_id: 10, type: "AWS Account", ...named(names.get(account)) } }
        : {}),
    },
    finding_info: {
      uid: id,
      title,
      desc: textOf(storyOf(alert, shorterStory)),
      types: ["Access Changed"],
      created_time: events.reduce((latest, { noticedAt }) => Math.max(latest, noticedAt), at),
      first_seen_time: events.reduce((first, event) => Math.min(first, event.at), at),
      last_seen_time: at,
    },
    resources: events.map(resource),
    evidences: events.flatMap(evidences),
    unmapped: { alert },
  };
}

function named(name: string | null | undefined): object {
  return name === null || name === undefined ? {} : { name };
}

function resource({ subject, organizationPath, ownerTags, account }: DriftEvent): object {
  return {
    uid: subject,
    cloud_partition: /^arn:([^:]+):/.exec(subject)?.[1] ?? "aws",
    ...(account === null ? {} : { owner: { account: { uid: account, type_id: 10, type: "AWS Account" } } }),
    labels: [
      ...Object.entries(ownerTags).map(([key, value]) => `${key}=${value}`),
      ...(organizationPath === null ? [] : [organizationPath]),
    ],
  };
}

function evidences({ actors, events, account }: DriftEvent): readonly object[] {
  return actors.map((actor) => ({
    actor: {
      user: {
        uid: actor.principal,
        type: actor.kind,
        type_id: 99,
        ...(actor.account === null
          ? {}
          : { account: { uid: actor.account, type_id: 10, type: "AWS Account" } }),
        ...(actor.mfa === null ? {} : { has_mfa: actor.mfa }),
      },
      ...(actor.sessionIssuer === null ? {} : { session: { issuer: actor.sessionIssuer } }),
    },
    ...(actor.sourceIp === null ? {} : { src_endpoint: { ip: actor.sourceIp } }),
    api: {
      operation: events[0]?.name ?? "unknown",
      request: { uid: events[0]?.id ?? "unknown" },
    },
    ...(actor.userAgent === null && account === null
      ? {}
      : { data: { userAgent: actor.userAgent, account } }),
  }));
}
