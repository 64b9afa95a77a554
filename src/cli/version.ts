declare const ACCESSLENS_VERSION: string | undefined;
declare const ACCESSLENS_SOURCES: string | undefined;

/** Set when the bundle is built; a run from the sources has none. */
export const version: string = typeof ACCESSLENS_VERSION === "string" ? ACCESSLENS_VERSION : "development";

/**
 * Tells builds of one version apart, so that a cache of answers never outlives the code that made them: the hash of the
 * sources, or of a run from the sources the moment that it began.
 */
export const engineVersion: string = `${version} ${typeof ACCESSLENS_SOURCES === "string" ? ACCESSLENS_SOURCES : performance.timeOrigin}`;
