import type { LintRule } from "../../lint-rule.ts";

export const malformedResource: LintRule = {
  code: "malformed-resource",
  title: "Resource that is no ARN",
  rationale:
    "A resource is an ARN with six parts, or a lone `*`. The service has to be named: a wildcard there is refused, and the first five parts take no variables (IAM-SEMANTICS 51).",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
  severity: "error",
  example: {
    kind: "identity",
    bad: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:example/*" },
    good: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example/*" },
  },

  *check({ statements }) {
    for (const { statement } of statements) {
      for (const { text, range } of statement.resource?.patterns ?? []) {
        const fault = faultOf(text);
        if (fault === null) continue;
        yield {
          range,
          // AWS takes these, and policies of its own have them.
          severity: /variable|names no resource/.test(fault) ? "warning" : "error",
          message: `${JSON.stringify(text)} ${fault}`,
          advice: "Write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or *.",
        };
      }
    }
  },
};

function faultOf(text: string): string | null {
  if (text === "*") return null;
  const [scheme, partition = "", service = "", region = "", account = "", ...resource] = text.split(":");
  if (scheme !== "arn") return 'does not begin with "arn:"';
  if (resource.length === 0) return "has fewer than the six parts of an ARN";
  if ([partition, service, region, account].some((part) => part.includes("$")))
    return "has a variable before its resource part";
  if (/[*?]/.test(service)) return "has a wildcard where its service belongs";
  if (service === "") return "names no service";
  if (resource.join(":") === "") return "names no resource";
  return /^(\d{12}|aws|cloudfront|[\d*?]*)$/.test(account) ? null : "has an account that is no twelve digits";
}
