/** One role that is to be written, and with what. */
import type { CallCounts } from "../../../aws/index.ts";
import type { AccountId, Result } from "../../../model/index.ts";
import type { RoleState, RoleStep } from "../../../provision/roles/index.ts";
import type { StateStore } from "../../../store/state/index.ts";
import type { Live } from "./read-roles.ts";

export type RoleToWrite = {
  /** The change that this one takes back. */
  readonly undoes: string | null;
  readonly account: AccountId;
  readonly arn: string;
  readonly name: string;
  /** Null: the role is to go. */
  readonly desired: RoleState | null;
  /** From what is there to what is meant; an error: it must not be touched, in one sentence. */
  readonly stepsFrom: (current: RoleState | null) => Result<readonly RoleStep[], string>;
  readonly title: string;
};

export type RoleWriteParts = Live & {
  readonly region: string;
  readonly counts: CallCounts;
  /** Null: nothing is journaled, and nothing can be undone. */
  readonly store: Pick<
    StateStore,
    "intendChange" | "endChange" | "appliedChanges" | "lease" | "release"
  > | null;
  /** Another text for each process and run. */
  readonly holder: string;
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly newId: () => string;
};
