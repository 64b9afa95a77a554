import { type Draft, powerReason, type RoleRule } from "../../rule.ts";

const workingDaySeconds = 8 * 3600;

export const sessionTooLong: RoleRule = {
  kind: "role",
  id: "session-too-long",
  title: "Maximum session above the standard",
  rationale:
    "Stolen session credentials work until they run out. The longest session that a role allows should not exceed the " +
    "organization's standard, which stands in accesslens.yaml; without one, a working day of eight hours is taken. Roles " +
    "of Identity Center are left out: their permission sets decide how long a session lasts.",
  references: [
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session",
  ],
  severity: "low",

  *check(role, context): Iterable<Draft> {
    const standard = context.intent.standardSessionSeconds ?? workingDaySeconds;
    const longest = context.snapshot.roles.maxSessionSeconds[role] ?? 0;
    if (longest <= standard || context.snapshot.roles.path(role).startsWith("/aws-reserved/")) return;
    const powerful = powerReason(context.powerOf(role));
    yield {
      cause: "session",
      severity: powerful !== null ? "medium" : "low",
      reasons: [
        `Sessions may last ${hours(longest)}; the standard is ${hours(standard)}.`,
        ...(powerful === null ? [] : [powerful]),
      ],
      title: `Sessions may last ${hours(longest)}, above the standard of ${hours(standard)}`,
      grants: [],
      statements: [],
    };
  },
};

function hours(seconds: number): string {
  const value = seconds / 3600;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${value === 1 ? "hour" : "hours"}`;
}
