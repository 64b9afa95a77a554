/** What was seen, asked of the policies as they are. Start reading at `replay.ts`. */
export {
  type HeldPolicies,
  type PolicySource,
  type Replayed,
  type ReplayWorld,
  replay,
  replayEach,
} from "./replay.ts";
