/** What all comparisons share: both sides, their documents, and where what differs is told. */
import type {
  AccessParty,
  Account,
  AccountId,
  AccountIndex,
  DriftChange,
  DriftKind,
  DriftMeaning,
  GuardChange,
  Role,
  User,
} from "../model/index.ts";
import { Documents } from "./documents.ts";
import { GuardChanges } from "./guards.ts";
import { sameMeaning } from "./meaning.ts";
import { outsidersFirst } from "./parties.ts";
import type { DriftOptions, DriftSide, TextOnly } from "./side.ts";

export class DriftWork {
  readonly before: DriftSide;
  readonly after: DriftSide;
  readonly documents: Documents;
  readonly guards = new GuardChanges();
  readonly powers: PowerReader;
  readonly #most: number;
  readonly #accounts: ReadonlySet<string> | null;
  readonly #changes: DriftChange[] = [];
  readonly #textOnly = new Map<string, TextOnly>();
  readonly #notCompared = new Set<string>();

  constructor(before: DriftSide, after: DriftSide, options: DriftOptions, powers: PowerReader) {
    this.before = before;
    this.after = after;
    this.documents = new Documents(options.catalogue ?? null);
    this.powers = powers;
    this.#most = options.mostParties ?? 100;
    this.#accounts = options.accounts ?? null;
  }

  /** Whether what lies there is asked about. Null: it concerns the organization. */
  isAsked(account: string | null): boolean {
    return account === null || this.#accounts === null || this.#accounts.has(account);
  }

  tell(change: ToldChange): void {
    if (this.isAsked(change.account)) this.#changes.push(this.#whole(change));
  }

  tellTextOnly(subject: string, kind: DriftKind, account: AccountId | null): void {
    if (this.isAsked(account)) this.#textOnly.set(`${kind} ${subject}`, { subject, kind, account });
  }

  tellNotCompared(what: string): void {
    this.#notCompared.add(what);
  }

  get changes(): readonly DriftChange[] {
    return this.#changes;
  }

  /** A subject that is told as changed is not told as unchanged besides, as the same kind. */
  get textOnly(): readonly TextOnly[] {
    const told = new Set(this.#changes.map(({ subject, kind }) => `${kind} ${subject}`));
    return [...this.#textOnly].filter(([key]) => !told.has(key)).map(([, one]) => one);
  }

  get notCompared(): readonly string[] {
    return [...this.#notCompared];
  }

  /** As it is after, or was. */
  account(id: string): Pick<Account, "id" | "partition"> | null {
    for (const { snapshot } of [this.after, this.before]) {
      const index = snapshot.accountIndex(id);
      const account = index === null ? undefined : snapshot.accounts[index];
      if (account !== undefined) return account;
    }
    return null;
  }

  #whole(told: ToldChange): DriftChange {
    const [gained, lost] = [told.gained ?? [], told.lost ?? []].map((all) => all.toSorted(outsidersFirst));
    const first = (all: readonly AccessParty[] = []): readonly AccessParty[] => all.slice(0, this.#most);
    const left = (all: readonly AccessParty[] = []): number => Math.max(0, all.length - this.#most);
    return {
      subject: told.subject,
      kind: told.kind,
      account: told.account,
      happened: told.happened ?? "changed",
      meaning: told.meaning,
      summary: told.summary,
      gained: first(gained),
      lost: first(lost),
      more: { gained: left(gained), lost: left(lost) },
      guards: told.guards ?? [],
      findings: { opened: [], closed: [] },
      examples: told.examples ?? sameMeaning.examples,
      reaches: told.reaches ?? [],
      notes: told.notes ?? [],
      before: told.before ?? null,
      after: told.after ?? null,
    };
  }
}

/** What a principal's own policies give it on both sides, in sentences. */
export type PowerReader = {
  between(work: DriftWork, before: Principal, after: Principal): PowerChange;
};

export type PowerChange = { readonly gained: readonly string[]; readonly lost: readonly string[] };

/** A role or a user of one side. */
export type Principal = {
  readonly side: DriftSide;
  readonly account: AccountIndex;
  readonly row: Role | User;
};

/** A change with what is known of it; everything else is empty. */
export type ToldChange = {
  readonly subject: string;
  readonly kind: DriftKind;
  readonly account: AccountId | null;
  readonly happened?: DriftChange["happened"];
  readonly meaning: DriftMeaning;
  readonly summary: string;
  readonly gained?: readonly AccessParty[];
  readonly lost?: readonly AccessParty[];
  readonly guards?: readonly GuardChange[];
  readonly examples?: DriftChange["examples"];
  readonly reaches?: readonly string[];
  readonly notes?: readonly string[];
  readonly before?: string | null;
  readonly after?: string | null;
};
