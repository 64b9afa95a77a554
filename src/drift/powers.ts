/** What a principal's own policies give it of what matters: sensitive capabilities, and roles that it can assume. */
import type { ActionCatalogue } from "../authz/action-catalogue.ts";
import { capabilityReader } from "../authz/capability/capabilities.ts";
import { capabilityTable } from "../authz/capability/capability-table.ts";
import type { Capabilities, Capability } from "../authz/capability/types.ts";
import { glob, patternMatches } from "../logic/index.ts";
import type { RoleIndex } from "../model/index.ts";
import type { PolicyDocument } from "../policy/ast.ts";
import { effectiveTexts } from "./identity.ts";
import { whoOfAccount } from "./membership.ts";
import type { DriftSide } from "./side.ts";
import { listed } from "./words.ts";
import type { DriftWork, PowerChange, PowerReader, Principal } from "./work.ts";

type Reader = (principal: string) => Capabilities | null;

/** Reads capabilities; one for each side, which remembers. */
export class Powers implements PowerReader {
  readonly #catalogue: ActionCatalogue | null;
  readonly #readers = new Map<DriftSide, Reader>();

  constructor(catalogue: ActionCatalogue | null) {
    this.#catalogue = catalogue;
  }

  /** In sentences. */
  between(work: DriftWork, before: Principal, after: Principal): PowerChange {
    const [was, is] = [this.#capabilities(before), this.#capabilities(after)];
    const [had, has] = [rolesOf(work, before), rolesOf(work, after)];
    const come = [...has].filter((role) => !had.has(role));
    const gone = [...had].filter((role) => !has.has(role));
    return {
      gained: [
        ...[...is].filter((one) => !was.has(one)),
        ...(come.length > 0 ? [`${after.row.arn} can assume ${listed(come)} now`] : []),
      ],
      lost: [
        ...[...was].filter((one) => !is.has(one)).map((one) => `no longer: ${one}`),
        ...(gone.length > 0 ? [`${after.row.arn} can no longer assume ${listed(gone)}`] : []),
      ],
    };
  }

  #capabilities({ side, row }: Principal): ReadonlySet<string> {
    if (this.#catalogue === null) return new Set();
    let reader = this.#readers.get(side);
    if (reader === undefined) {
      reader = capabilityReader(side.snapshot, this.#catalogue);
      this.#readers.set(side, reader);
    }
    const found = reader(row.arn);
    if (found === null) return new Set();
    return new Set(found.capabilities.map((one) => `${row.arn} ${titleOf(one)}`));
  }
}

/** As the table of capabilities has it: `reads secrets`. */
function titleOf({ capability, certainty }: Capability): string {
  const title = capabilityTable.find((row) => row.capability === capability)?.title ?? capability;
  return certainty.kind === "proven" ? title : `may be one that ${title}`;
}

/** Roles past this number are not asked. */
const mostAsked = 400;

/** Roles that its own policies speak of, and that let it in: those named by ARN, of any account, and of its own by pattern. */
function rolesOf(work: DriftWork, principal: Principal): ReadonlySet<string> {
  const { side, account, row } = principal;
  const owner = side.snapshot.accounts[account];
  if (owner === undefined) return new Set();
  const documents = effectiveTexts(work, principal).flatMap((number) => {
    const document = work.documents.parsed(number, "identity", owner);
    return typeof document === "string" ? [] : [document];
  });
  const found = new Set<string>();
  for (const role of rolesSpokenOf(side, account, documents)) {
    const who = whoOfAccount(side, role, owner.id);
    if (who.some(({ id }) => id === row.arn)) found.add(side.snapshot.roles.arn(role));
  }
  return found;
}

function rolesSpokenOf(
  side: DriftSide,
  account: number,
  documents: readonly PolicyDocument[],
): ReadonlySet<RoleIndex> {
  const { roles } = side.snapshot;
  const found = new Set<RoleIndex>();
  for (const pattern of assumePatterns(documents)) {
    if (found.size >= mostAsked) break;
    if (!/[*?$]/.test(pattern)) {
      const role = roles.byArn(pattern);
      if (role !== null) found.add(role);
      continue;
    }
    const resource = glob(pattern);
    const [first, end] = roles.ofAccount(account);
    for (let role = first; role < end && found.size < mostAsked; role++)
      if (patternMatches(resource, roles.arn(role))) found.add(role);
  }
  return found;
}

function assumePatterns(documents: readonly PolicyDocument[]): ReadonlySet<string> {
  const assume = "sts:assumerole";
  const statements = documents.flatMap((document) => document.statements);
  const about = statements.filter(
    ({ effect, action }) =>
      effect === "Allow" &&
      (action.negated ||
        action.patterns.some(({ text }) => patternMatches(glob(text.toLowerCase()), assume))),
  );
  return new Set(
    about.flatMap(({ resource }) =>
      resource === null || resource.negated ? ["*"] : resource.patterns.map(({ text }) => text),
    ),
  );
}
