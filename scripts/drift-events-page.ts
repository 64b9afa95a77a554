/** Which events of CloudTrail a change is noticed by, as a page: docs/drift-events.md is made of the event list. */
import type {
  ChangeRule,
  DocumentRule,
  ServiceEvents,
  Touch,
} from "../src/logs/change-events/change-rule.ts";
import { changeEvents } from "../src/logs/index.ts";

export const driftEventsPageFile = "docs/drift-events.md";

export function driftEventsPage(): string {
  return [introduction(), ...changeEvents.map(section)].join("\n\n").concat("\n");
}

function introduction(): string {
  const count = changeEvents.reduce((sum, { changes }) => sum + Object.keys(changes).length, 0);
  return `# Events by which a change is noticed

<!-- Made by \`npm run docs\` from src/logs/change-events: edit that, not this page. -->

${count} events of ${changeEvents.length} services. What one touches is read anew, by the collectors; the policy that an event carries tells what
was possible between two reads. A call that failed, or that only reads, changes nothing. An event that does not say which resource it
is about has all resources of that type in that place read. Where the list assumes something of a record that AWS's documentation
does not show, it says so. The version that Lambda adds to names (\`AddPermission20150331v2\`) does not count. A test holds the list to AWS's list of
actions: whatever changes permissions is in a table or left out with the reason.`;
}

function section({ source, arrives, changes, omitted }: ServiceEvents): string {
  const where = arrives === "home" ? "Its events arrive in the partition's home region alone." : "";
  const rows = [...Map.groupBy(Object.entries(changes), ([, rule]) => JSON.stringify(cells(rule))).values()];
  return [
    `## \`${source}\``,
    ...(where === "" ? [] : [where]),
    [
      "| events | touch | carry | assumed |",
      "|---|---|---|---|",
      ...rows.map((same) => {
        const names = same.map(([name]) => `\`${name}\``).join(" ");
        const [first] = same;
        return first === undefined ? "" : `| ${names} | ${cells(first[1]).join(" | ")} |`;
      }),
    ].join("\n"),
    ...(Object.keys(omitted).length === 0 ? [] : [leftOut(omitted)]),
  ].join("\n\n");
}

function cells(rule: ChangeRule): readonly string[] {
  const only = rule.onlyIf === undefined ? "" : ` (${rule.onlyIf.isOneOf.join(" or ")} alone)`;
  return [
    rule.touches.map(touchText).join(", ") + only,
    rule.document === undefined ? "" : documentText(rule.document),
    rule.assumed ?? "",
  ];
}

function touchText(touch: Touch): string {
  switch (touch.kind) {
    case "role":
    case "user":
    case "group":
      return `the ${touch.kind}`;
    case "managed-policy":
      return "the managed policy, unless it is AWS's own";
    case "resource":
      return `${touch.optional === true ? "perhaps " : ""}the \`${touch.type}\``;
    case "resources":
      return `all \`${touch.type}\` of the region`;
    case "identity-providers":
      return "the account's identity providers";
    case "account-settings":
      return "the account's settings";
    case "roles-anywhere":
      return "the account's Roles Anywhere";
    case "organization":
      return "the organization";
    case "identity-center":
      return "Identity Center";
  }
}

function documentText({ part, at }: DocumentRule): string {
  const what =
    typeof part === "string"
      ? part.replace("-", " ")
      : "inlinePolicyNamed" in part
        ? "inline policy"
        : "control policy";
  return at === "deleted" ? `the end of the ${what}` : `the ${what}`;
}

function leftOut(omitted: ServiceEvents["omitted"]): string {
  const byReason = Map.groupBy(Object.entries(omitted), ([, why]) => why);
  return [
    "Left out:",
    "",
    ...[...byReason].map(([why, names]) => `- ${names.map(([name]) => `\`${name}\``).join(" ")}: ${why}`),
  ].join("\n");
}
