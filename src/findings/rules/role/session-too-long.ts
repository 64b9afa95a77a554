import type { Draft, RoleRule } from "../../rule.ts";

export const sessionTooLong: RoleRule = {
  kind: "role",
  id: "session-too-long",
  title: "Maximum session above the standard",
  rationale:
    "Stolen session credentials work until they run out. The longest session that a role allows should not exceed the " +
    "organization's standard, which stands in accesslens.yaml; without one, this rule is silent.",
  references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html#id_roles_use_view-role-max-session"],
  severity: "low",

  *check(role, context): Iterable<Draft> {
    const standard = context.intent.standardSessionSeconds;
    if (standard === null) return;
    const longest = context.snapshot.roles.maxSessionSeconds[role] ?? 0;
    if (longest <= standard) return;
    const power = context.powerOf(role);
    const isPowerful = power.kind === "administrator" || power.kind === "identity-administrator";
    yield {
      cause: "session",
      severity: isPowerful ? "medium" : "low",
      reasons: [
        `Sessions may last ${hours(longest)}; the standard is ${hours(standard)}.`,
        ...(isPowerful ? [`The role is powerful: ${power.because}.`] : []),
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
