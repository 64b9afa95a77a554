declare const ACCESSLENS_VERSION: string | undefined;

/** Set when the bundle is built; a run from the sources has none. */
export const version: string = typeof ACCESSLENS_VERSION === "string" ? ACCESSLENS_VERSION : "development";
