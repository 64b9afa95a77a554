/** Who is meant by what a trail tells. Start reading at `resolve.ts`. */
export { callerName } from "./caller-name.ts";
export { isPathUntold, mayBeNamed } from "./caller-path.ts";
export { type ResolvedCaller, type ResolvedRole, type Resolver, resolver } from "./resolve.ts";
export { isSameService } from "./service-name.ts";
