/** What team mode runs on. */
import type { TeamSettings } from "../../work/team-file.ts";
import type { Provider } from "./provider.ts";

export type Team = {
  readonly settings: TeamSettings;
  readonly provider: Provider;
  /** Milliseconds. */
  readonly now: () => number;
  /** For who runs the server: why somebody could not sign in. */
  readonly tell: (message: string) => void;
};
