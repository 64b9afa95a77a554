/** What was seen, asked of the policies as they are. Start reading at `replay.ts`. */
export { isKept, type Replayed, type ReplayWorld, replay, replayEach } from "./replay.ts";
