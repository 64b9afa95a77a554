/** What every database has to keep to: one suite, run over each. */
import { changeCases } from "./change-cases.ts";
import { deliveryCases } from "./delivery-cases.ts";
import { externalIdCases } from "./external-id-cases.ts";
import { findingCases } from "./finding-cases.ts";
import { leaseCases } from "./lease-cases.ts";
import type { OpenEmpty } from "./opened.ts";
import { recordCases } from "./record-cases.ts";
import { settlementCases } from "./settlement-cases.ts";

export function stateStoreCases(openEmpty: OpenEmpty): void {
  settlementCases(openEmpty);
  leaseCases(openEmpty);
  deliveryCases(openEmpty);
  findingCases(openEmpty);
  recordCases(openEmpty);
  changeCases(openEmpty);
  externalIdCases(openEmpty);
}
