/** An example request as the command that asks AccessLens about it again. */
import type { Request } from "../authz/types.ts";
import { filledCommand } from "./shell.ts";

/** `snapshot`: its file. An external ID that is masked stands in capitals, for whoever knows it to fill in. */
export function simulateCommand(request: Request, snapshot: string, masksExternalIds: boolean): string {
  const { principal, action, resource, context } = request;
  const values: Record<string, string> = {
    snapshot,
    principal: typeof principal === "string" ? principal : principal.federated,
    action,
    resource: resource.arn,
    account: resource.account,
  };
  const pairs = Object.entries(context).flatMap(([key, value]) => {
    const isMasked = masksExternalIds && key.toLowerCase() === "sts:externalid";
    if (isMasked) return [`${key}=EXTERNAL-ID`];
    return (typeof value === "string" ? [value] : value).map((one) => `${key}=${one}`);
  });
  for (const [at, pair] of pairs.entries()) values[`context-${at}`] = pair;
  const told = pairs.map((_, at) => ` --context {context-${at}}`).join("");
  const owner = /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(resource.arn) ? "" : " --resource-account {account}";
  return filledCommand(
    `accesslens simulate --snapshot {snapshot} --principal {principal} --action {action} --resource {resource}${owner}${told}`,
    values,
  );
}
