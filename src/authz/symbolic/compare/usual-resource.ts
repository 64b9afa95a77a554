/** Resources that read well in an example where it does not matter which one it is. */
import type { RequestToDecide } from "../../request-question.ts";

/** The first example that a space of requests takes. */
export const usualResource = "arn:aws:s3:::example/key";

/** Instead of {@link usualResource}, one of the action's own service. */
export function withUsualResource(request: RequestToDecide): RequestToDecide {
  const [service = ""] = request.action.toLowerCase().split(":");
  if (service === "s3" || request.resource.arn !== usualResource || !/^[a-z0-9-]+$/.test(service)) {
    return request;
  }
  const account = "111122223333";
  const arn =
    service === "iam" || service === "sts"
      ? `arn:aws:iam::${account}:role/example`
      : `arn:aws:${service}:us-east-1:${account}:example`;
  return { ...request, resource: { arn, account } };
}
