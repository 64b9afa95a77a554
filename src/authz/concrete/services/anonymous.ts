/** Requests without a signature: only few services take them (IAM-SEMANTICS 63, 65, 68). */
import { unsignedServices } from "../../service-facts/unsigned-services.ts";
import { type Outcome, unknown } from "../outcome.ts";
import type { Call } from "../statement-match.ts";
import { functionUrlAuthType } from "./function-url.ts";

export function takesAnonymous(call: Call, attributes: Readonly<Record<string, unknown>>): Outcome {
  const service = call.action.slice(0, call.action.indexOf(":"));
  if (unsignedServices.has(service)) return true;
  if (service !== "lambda") return false;
  const authType = functionUrlAuthType(call, attributes);
  if (authType === null) return false;
  return authType === "unknown"
    ? unknown("the auth type of the function's URL is not known")
    : authType === "NONE";
}
