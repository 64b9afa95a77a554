/** The event list as patterns of EventBridge rules, within EventBridge's limit of size. */
import { detailTypes, type ServiceEvents } from "../../../logs/index.ts";

type NameMatch = string | { readonly prefix: string };

export type EventPattern = {
  readonly "detail-type": readonly string[];
  readonly detail: {
    readonly eventSource: readonly string[];
    /** Of all sources together: a name of another source's list that comes with it is read, and passed over. */
    readonly eventName: readonly NameMatch[];
    /** Calls that failed changed nothing. */
    readonly errorCode: readonly [{ readonly exists: false }];
  };
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: characters of a pattern. */
const mostCharacters = 2048;

/** As few patterns as the services fit into, one after the other. */
export function eventPatterns(services: readonly ServiceEvents[]): readonly EventPattern[] {
  const patterns: EventPattern[] = [];
  let sources: readonly string[] = [];
  let names: readonly NameMatch[] = [];
  for (const service of services) {
    for (const name of namesOf(service)) {
      const withIt = withName(sources, names, service.source, name);
      if (sizeOf(withIt) <= mostCharacters) {
        ({ eventSource: sources, eventName: names } = withIt.detail);
        continue;
      }
      patterns.push(patternOf(sources, names));
      [sources, names] = [[service.source], [name]];
    }
  }
  if (names.length > 0) patterns.push(patternOf(sources, names));
  return patterns;
}

function namesOf({ changes, versioned }: ServiceEvents): readonly NameMatch[] {
  const names = Object.keys(changes);
  return versioned === true ? names.map((prefix) => ({ prefix })) : names;
}

function withName(
  sources: readonly string[],
  names: readonly NameMatch[],
  source: string,
  name: NameMatch,
): EventPattern {
  const isKnown = names.some((known) => JSON.stringify(known) === JSON.stringify(name));
  return patternOf(
    sources.includes(source) ? sources : [...sources, source],
    isKnown ? names : [...names, name],
  );
}

function patternOf(eventSource: readonly string[], eventName: readonly NameMatch[]): EventPattern {
  return { "detail-type": detailTypes, detail: { eventSource, eventName, errorCode: [{ exists: false }] } };
}

/** With a blank behind each comma and colon, as CloudFormation may write it. */
function sizeOf(pattern: EventPattern): number {
  return JSON.stringify(pattern).replace(/[,:]/g, "$& ").length;
}

/** What the hub passes on to the queue: only AWS itself can put events of such sources on a bus. */
export const fromCloudTrail = {
  source: [{ prefix: "aws." }],
  "detail-type": detailTypes,
} as const;
