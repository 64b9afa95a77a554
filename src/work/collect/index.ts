export { type CollectFailure, type Collection, type CollectSettings, collectLive } from "./collect.ts";
