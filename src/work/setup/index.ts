export { neededActions, readingPolicy } from "./reading-policy.ts";
export { type SetupSettings, setupFiles } from "./templates.ts";
