declare const ACCESSLENS_VERSION: string | undefined;
declare const ACCESSLENS_ACTIONS_DAY: string | undefined;

/** Set when the bundle is built; a run from the sources has none. */
export const version: string = typeof ACCESSLENS_VERSION === "string" ? ACCESSLENS_VERSION : "development";

/** The day of the data about AWS's actions, so that `--version` need not open it. */
const actionsDay = typeof ACCESSLENS_ACTIONS_DAY === "string" ? ACCESSLENS_ACTIONS_DAY : "unknown";

export const versionText = `${version}\nAWS actions and condition keys as of ${actionsDay}`;
