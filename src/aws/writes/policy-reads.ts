/** Reads of policies that may not be there. */
import { refusalOf } from "../refusal.ts";

/** Null where AWS answers that there is none. `codes`: by which the service says so, where more than the policy may be missing. */
export async function orNone<T>(read: () => Promise<T>, codes: readonly string[]): Promise<T | null> {
  try {
    return await read();
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal !== null && codes.includes(refusal.code)) return null;
    throw cause;
  }
}
