/** Who is meant by what a trail tells. Start reading at `resolve.ts`. */
export { callerName } from "./caller-name.ts";
export {
  type CallerStanding,
  type ResolvedCaller,
  type ResolvedRole,
  type Resolver,
  type RoleStanding,
  resolver,
} from "./resolve.ts";
