/** What settling changes needs of the world around it. */
import type { UnitRecord } from "../../collect/live/index.ts";
import type {
  AlertDecision,
  ChangeEvent,
  CoverageGap,
  DriftChange,
  DriftEvent,
  FindingBrief,
  PlannedDelivery,
  Subject,
} from "../../model/index.ts";
import type { StateStore } from "../../store/state/index.ts";
import type { Engine } from "../engine.ts";
import type { KnownOrganization } from "./known-organization.ts";

/** What a read of one subject brought. */
export type SubjectReading =
  | {
      readonly kind: "read";
      readonly parts: UnitRecord["parts"];
      /** Of a whole account: what could not be read. */
      readonly coverage?: readonly CoverageGap[];
    }
  /** `forGood`: asking again brings nothing; `why`: a sentence. */
  | { readonly kind: "refused"; readonly forGood: boolean; readonly why: string };

export type Compared = {
  readonly changes: readonly DriftChange[];
  readonly findings: { readonly opened: readonly FindingBrief[]; readonly closed: readonly FindingBrief[] };
};

export type AlertsPlanned = {
  readonly driftEvents: readonly DriftEvent[];
  readonly deliveries: readonly PlannedDelivery[];
  readonly decisions: readonly AlertDecision[];
};

export type SettleParts = {
  readonly store: StateStore;
  readonly known: KnownOrganization;
  /** How long a read may disagree with the last event's document, or be refused, before it is told as it is. */
  readonly patienceMilliseconds: number;
  /** How long an account that joined may refuse to be entered: the role for it often comes long after the account. */
  readonly joiningMilliseconds: number;
  /** Who holds the leases. */
  readonly holder: string;
  read(subject: Subject): Promise<SubjectReading>;
  compare(before: Engine, after: Engine, subject: Subject): Compared;
  plan(events: readonly DriftEvent[], now: number): Promise<AlertsPlanned>;
  /** Told of what is about to be settled, so that chains are followed; answers the events with what it adds to them. */
  follow(events: readonly DriftEvent[], after: Engine, subjects: readonly Subject[]): readonly DriftEvent[];
  /** What {@link follow} was told was not settled after all. */
  unfollow(): void;
  /** Whether everything that the event touched is settled once these subjects are. */
  isDoneWith(event: ChangeEvent, keys: ReadonlySet<string>): boolean;
  /** Milliseconds since 1970. */
  now(): number;
};
