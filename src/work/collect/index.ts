export {
  type CollectFailure,
  type Collection,
  type CollectSettings,
  collectLive,
  examineLive,
  planLive,
} from "./collect.ts";
export type { Check, Examination } from "./doctor.ts";
