/** IAM-SEMANTICS A0 and A2 over naive statements, one request at a time. Null: AWS does not say. */
import { all, any, type NaivePolicy, type NaiveRequest, naively, not, type Truth } from "./naive.ts";

export type NaivePolicySet = {
  readonly identity: readonly NaivePolicy[];
  readonly resource: NaivePolicy | null;
  readonly boundary: NaivePolicy | null;
  readonly session: NaivePolicy | null;
  readonly scps: readonly NaivePolicy[] | null;
  readonly endpoint: NaivePolicy | null;
};

export const resourceAccount = "111111111111";

export function naiveDecision(set: NaivePolicySet, request: NaiveRequest): Truth {
  const { principal, role } = request;
  const isIam = typeof principal === "string" && principal.startsWith("arn:");
  // Rule 4: nothing crosses partitions.
  const partition = /^arn:([^:]*):[^:]*:[^:]*:[^:]*:/.exec(request.resource)?.[1];
  if (isIam && partition !== undefined && principal.split(":")[1] !== partition) return false;
  // Rule 18: tokens and assertions are good for assuming roles alone.
  if (typeof principal !== "string" && !/^sts:/i.test(request.action)) return false;
  const isRoot = isIam && principal.endsWith(":root");
  const says = (policies: readonly (NaivePolicy | null)[]): { allow: Truth; deny: Truth } => {
    const answers = policies.flatMap((policy) => (policy === null ? [] : [naively(policy, request)]));
    return { allow: any(answers.map((one) => one.matched)), deny: any(answers.map((one) => one.denied)) };
  };
  const optional = (policy: NaivePolicy | null): { allow: Truth; deny: Truth } =>
    policy === null ? { allow: true, deny: false } : says([policy]);
  const identity = says(set.identity);
  const [boundary, session, endpoint] = [
    optional(set.boundary),
    optional(set.session),
    optional(set.endpoint),
  ];
  const levels = isIam ? (set.scps ?? []).map((policy) => says([policy])) : [];
  const resource = says([set.resource]);
  const own = isIam ? [isRoot ? false : identity.deny, boundary.deny, session.deny] : [];
  const denied = any([...levels.map(({ deny }) => deny), ...own, resource.deny, endpoint.deny]);
  const limits = all([boundary.allow, session.allow]);
  const ownAll = all([any([identity.allow, isRoot]), limits]);
  const sameAccount = isIam && principal.split(":")[4] === resourceAccount;

  /** What the caller still needs, by the form of its name. */
  function needed(type: string, value: string): Truth {
    if (value === "*") {
      if (!isIam) return principal === "anonymous" ? true : null;
      if (isRoot) return ownAll;
      return limits === true ? true : null;
    }
    if (type !== "AWS") return true;
    if (/^\d{12}$|:root$/.test(value)) return ownAll;
    if (value.includes(":role/")) return limits;
    return true;
  }

  function resourcePath(): Truth {
    const { resource: policy } = set;
    if (policy === null) return false;
    return any(
      policy.Statement.filter(({ Effect }) => Effect === "Allow").flatMap((statement) =>
        Object.entries(statement.Principal ?? {}).flatMap(([type, values]) =>
          [values].flat().map((value): Truth => {
            const one = { ...policy, Statement: [{ ...statement, Principal: { [type]: value } }] };
            const matched = naively(one, { ...request, role }).matched;
            const star = value === "*" && JSON.stringify(statement.Condition ?? {}).toLowerCase();
            const byArn = star !== false && star.includes("aws:principalarn");
            return all([matched, byArn && isIam && !isRoot ? null : needed(type, value)]);
          }),
        ),
      ),
    );
  }

  const path = !isIam
    ? all([
        any([set.resource === null ? false : resourcePath()]),
        principal !== "anonymous" || /^(s3|sns|sqs):/i.test(request.action),
      ])
    : sameAccount
      ? any([ownAll, resourcePath()])
      : all([ownAll, resource.allow]);
  return all([path, not(denied), endpoint.allow, ...levels.map(({ allow }) => allow)]);
}
