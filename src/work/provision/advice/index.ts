/**
 * How somebody is best let use a resource: the ways are weighed in `src/provision/advice`, tried here on a snapshot, and told with what they
 * take and expose. Nothing is read from AWS, and nothing written. Start reading at `advise.ts`.
 */
export type { Advice, AdvisedWay } from "./advice-shape.ts";
export { advise } from "./advise.ts";
