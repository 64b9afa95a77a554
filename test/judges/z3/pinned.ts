/** The same request, for another action: what a call that needs several actions is asked for each of them. */
import type { Encoder } from "./encoder.ts";
import { globMatches, globOf } from "./glob.ts";

export function pinnedTo(action: string, encoder: Encoder): Encoder {
  const asked = action.toLowerCase();
  return {
    action: (pattern) => String(globMatches(globOf(pattern.toLowerCase()), asked)),
    resource: (pattern, version) => encoder.resource(pattern, version),
    slots: (key) => encoder.slots(key),
  };
}
