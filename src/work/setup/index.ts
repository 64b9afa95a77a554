export { missingStatement, type NeededAction, neededActions, readingPolicy } from "./reading-policy.ts";
export { type SetupFile, type SetupSettings, setupFiles } from "./templates.ts";
