import { err, type Result } from "../../model/index.ts";

/** What is wrong with a case. `at`: the path of a member, such as `policies.scps[1]`, and the place inside a policy. */
export type CaseFault = { readonly message: string; readonly at: string };

export function fault(at: string, message: string): Result<never, CaseFault> {
  return err({ message, at });
}
