/**
 * How often a law is tried: a fifth of the whole number on every day, all of it by `npm run laws` (and by ACCESSLENS_LAWS=whole), which
 * `.ci/run` calls too. The seed is the same, so that the fifth is the beginning of the whole.
 */
export const wholeLaws = process.env.ACCESSLENS_LAWS === "whole";

export function lawRuns(whole: number): number {
  return wholeLaws ? whole : Math.ceil(whole / 5);
}
