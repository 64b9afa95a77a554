/** Sensitive capabilities of a principal, a line each: what, whether it is sure, on what, and if what. */
import { capabilityTable } from "../../authz/capability/capability-table.ts";
import type { Capabilities, Capability, CapabilityWay } from "../../authz/capability/types.ts";
import type { StatementPlace } from "../../authz/what-can/types.ts";
import { guardText } from "../../report/guard.ts";
import { plain } from "../../report/plain.ts";
import { table } from "../../report/table.ts";
import type { Terminal } from "../terminal.ts";
import { few, isProven, resourceTexts } from "./grant-text.ts";

type Held = Pick<Capabilities, "administrator" | "capabilities">;

export function printCapabilities(held: Held, terminal: Terminal): void {
  const { capabilities, administrator } = held;
  if (capabilities.length === 0) {
    terminal.line("It has none of the sensitive capabilities.");
  } else {
    terminal.line();
    terminal.line(table(["CAPABILITY", "", "ON", "IF"], capabilities.map(rowOf), terminal.width));
  }
  if (administrator.kind === "not" && capabilities.length > 0) {
    const { action, resource } = administrator.example;
    terminal.line(
      terminal.style("dim", plain(`no administrator: it lacks, for one, ${action} on ${resource.arn}`)),
    );
  }
  terminal.line();
}

/** `administrator, changes IAM, may decrypt`, in a line. */
export function capabilitiesLine({ capabilities }: Held): string {
  const titles = capabilities.map((one) => `${one.certainty.kind === "may" ? "may: " : ""}${titleOf(one)}`);
  return titles.length === 0 ? "has none of the sensitive capabilities" : titles.join(", ");
}

function rowOf(held: Capability) {
  const isAll = held.capability === "administrator";
  return [
    { text: titleOf(held) },
    { text: held.certainty.kind === "proven" ? "can" : "may" },
    { text: isAll ? "whatever SCPs leave" : few([...new Set(held.ways.flatMap(resourceTexts))], 2) },
    { text: isAll && held.certainty.kind === "proven" ? "" : ifText(held) },
  ];
}

function titleOf({ capability }: Capability): string {
  return capabilityTable.find((row) => row.capability === capability)?.title ?? capability;
}

/** Of the way that asks for least. */
function ifText({ certainty, ways }: Capability): string {
  if (certainty.kind === "may") return few(certainty.reasons, 1);
  const [easiest] = [...ways].sort((a, b) => demands(a) - demands(b));
  if (easiest === undefined) return "";
  const parts = easiest.conditions.length === 0 ? [] : [guardText(easiest.conditions)];
  const limits = easiest.limits.map(({ layer, target }) =>
    layer === "boundary" ? "the boundary" : `SCPs of ${target}`,
  );
  if (limits.length > 0) parts.push(`as far as ${few(limits, 2)} allow`);
  const denies = [...new Set(easiest.except.map(({ statement }) => policyText(statement)))];
  if (denies.length > 0) parts.push(`unless denied by ${few(denies, 2)}`);
  return parts.join("; ");
}

function policyText({ layer, policy }: StatementPlace): string {
  const name = policy.replace(/^arn:[^/]*\//, "");
  return layer === "scp" || layer === "rcp" ? `${layer.toUpperCase()} ${name}` : name;
}

function demands(way: CapabilityWay): number {
  const { conditions, limits, except } = way;
  return (isProven(way) ? 0 : 1000) + conditions.length + limits.length + except.length;
}
