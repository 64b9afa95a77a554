/** Every technique that the graph knows, by id. */
import { iamTechniques } from "./iam.ts";
import { lambdaTechniques } from "./lambda.ts";
import type { Technique } from "./technique.ts";

export const techniques: readonly Technique[] = [...iamTechniques, ...lambdaTechniques];
