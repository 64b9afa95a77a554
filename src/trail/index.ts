/**
 * What really happened, against what could happen: a trail's facts (`model/observed-use.ts`) held against a snapshot. In: facts, the
 * same from every engine. Out: exceptions (`audit`), uses of each trust (`possible`), tighter trust policies (`tighten`). Nobody's use
 * is judged by a guess: what a trail does not tell is open. Start reading at `resolve/resolve.ts`, then `replay/replay.ts`.
 */
export * from "./audit/index.ts";
export * from "./possible/index.ts";
export * from "./replay/index.ts";
export * from "./resolve/index.ts";
export * from "./tighten/index.ts";
