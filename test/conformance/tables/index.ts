/** All tables whose rows hold a numbered rule, for what is said of them together. */
import { assumeRows } from "./assume.ts";
import { bothEvaluatorsRows } from "./both-evaluators.ts";
import { comparisonRows } from "./comparison.ts";
import { conditionRows } from "./conditions.ts";
import { disagreementRows } from "./disagreements.ts";
import { judgedPairRows, judgedRequestRows } from "./judge-disagreements.ts";
import { controlRows } from "./request-controls.ts";
import { layerRows } from "./request-layers.ts";
import { namingRows } from "./request-naming.ts";
import { serviceRows } from "./request-services.ts";
import { trustRows } from "./trust.ts";

export type Table = {
  /** Beside this file. */
  readonly file: string;
  readonly rows: readonly { readonly rule: number; readonly says: string }[];
};

export const tables: readonly Table[] = [
  { file: "conditions.ts", rows: conditionRows },
  { file: "trust.ts", rows: trustRows },
  { file: "assume.ts", rows: assumeRows },
  { file: "request-layers.ts", rows: layerRows },
  { file: "request-naming.ts", rows: namingRows },
  { file: "request-controls.ts", rows: controlRows },
  { file: "request-services.ts", rows: serviceRows },
  { file: "comparison.ts", rows: comparisonRows },
  { file: "both-evaluators.ts", rows: [...bothEvaluatorsRows] },
  { file: "disagreements.ts", rows: disagreementRows },
  { file: "judge-disagreements.ts", rows: [...judgedRequestRows, ...judgedPairRows] },
];
