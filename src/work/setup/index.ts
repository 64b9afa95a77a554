export { driftSetupFiles } from "./drift/index.ts";
export { neededActions, readingPolicy } from "./reading-policy.ts";
export { type SetupSettings, setupFiles } from "./templates.ts";
