export {
  type CollectFailure,
  type Collection,
  type CollectSettings,
  callsAtOnce,
  collectLive,
  examineLive,
  openConnected,
  planLive,
  unitsAtOnce,
  unitsAtOnceInAll,
} from "./collect.ts";
export type { Check, Examination } from "./doctor.ts";
