declare const ACCESSLENS_VERSION: string | undefined;
declare const ACCESSLENS_SOURCES: string | undefined;
declare const ACCESSLENS_ACTIONS_DAY: string | undefined;

/** Set when the bundle is built; a run from the sources has none. */
export const version: string = typeof ACCESSLENS_VERSION === "string" ? ACCESSLENS_VERSION : "development";

/**
 * Tells builds of one version apart, so that a cache of answers never outlives the code that made them: the hash of the
 * sources, or of a run from the sources the moment that it began.
 */
export const engineVersion: string = `${version} ${typeof ACCESSLENS_SOURCES === "string" ? ACCESSLENS_SOURCES : performance.timeOrigin}`;
/** The day of the data about AWS's actions, so that `--version` need not open it. */
const actionsDay = typeof ACCESSLENS_ACTIONS_DAY === "string" ? ACCESSLENS_ACTIONS_DAY : "unknown";

export const versionText = `${version}\nAWS actions and condition keys as of ${actionsDay}`;
