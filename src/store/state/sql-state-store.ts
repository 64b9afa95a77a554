/** The port over a database: each method's work is in the file of its table. */
import { appliedChange, appliedChanges, endChange, intendChange } from "./applied-changes.ts";
import { addApproval, approvals, withdrawApproval } from "./approvals.ts";
import type { StateDatabase } from "./database.ts";
import { dealtEvents, dealtWith } from "./dealt-events.ts";
import {
  delivered,
  deliveredSince,
  deliveries,
  notDelivered,
  retryDeliveries,
  takeDeliveries,
} from "./deliveries.ts";
import { decisionsOn, driftEvent, driftEvents, driftEventsAfter } from "./drift-events.ts";
import {
  abortRotation,
  disuseExternalIdsAt,
  endExternalIds,
  externalIdRecord,
  externalIds,
  issueExternalId,
  rotateExternalId,
  useExternalIdsAt,
} from "./external-ids.ts";
import { findingLife, findingLives, recordFindings } from "./findings.ts";
import { forgetBefore } from "./forget.ts";
import { releaseLeases, takeLeases } from "./leases.ts";
import { note, setNote } from "./notes.ts";
import { settle } from "./settle.ts";
import { recordSnapshot, snapshots } from "./snapshots.ts";
import type { StateStore } from "./state-store.ts";
import { subjectStates, subjectStatesAfter } from "./subject-states.ts";

export function sqlStateStore(database: StateDatabase): StateStore {
  return {
    kind: database.kind,
    async lease(name, holder, now, milliseconds) {
      return (await takeLeases(database, [name], holder, now, milliseconds)).length > 0;
    },
    leases: (names, holder, now, milliseconds) => takeLeases(database, names, holder, now, milliseconds),
    release: (names, holder) => releaseLeases(database, names, holder),
    subjectStates: (keys) => subjectStates(database, keys),
    subjectStatesAfter: (sequence, limit) => subjectStatesAfter(database, sequence, limit),
    settle: (settlement) => settle(database, settlement),
    dealtWith: (eventIds) => dealtWith(database, eventIds),
    dealtEvents: (about, limit) => dealtEvents(database, about, limit),
    driftEvents: (filter, page) => driftEvents(database, filter, page),
    driftEventsAfter: (sequence, limit) => driftEventsAfter(database, sequence, limit),
    driftEvent: (id) => driftEvent(database, id),
    decisionsOn: (event) => decisionsOn(database, event),
    takeDeliveries: (holder, now, milliseconds, limit) =>
      takeDeliveries(database, holder, now, milliseconds, limit),
    delivered: (id, holder, at) => delivered(database, id, holder, at),
    notDelivered: (id, holder, at, error, nextAt) => notDelivered(database, id, holder, at, error, nextAt),
    deliveries: (filter, limit) => deliveries(database, filter, limit),
    retryDeliveries: (ids, now) => retryDeliveries(database, ids, now),
    deliveredSince: (channel, since) => deliveredSince(database, channel, since),
    addApproval: (approval) => addApproval(database, approval),
    withdrawApproval: (id, at) => withdrawApproval(database, id, at),
    approvals: () => approvals(database),
    recordFindings: (seen, scope, at) => recordFindings(database, seen, scope, at),
    findingLife: (id) => findingLife(database, id),
    findingLives: (filter, limit) => findingLives(database, filter, limit),
    recordSnapshot: (snapshot) => recordSnapshot(database, snapshot),
    snapshots: (limit) => snapshots(database, limit),
    intendChange: (change) => intendChange(database, change),
    endChange: (id, from, outcome) => endChange(database, id, from, outcome),
    appliedChanges: (filter, limit) => appliedChanges(database, filter, limit),
    appliedChange: (id) => appliedChange(database, id),
    issueExternalId: (asked, at) => issueExternalId(database, asked, at),
    rotateExternalId: (asked, at) => rotateExternalId(database, asked, at),
    endExternalIds: (relationship, states, at, only) =>
      endExternalIds(database, relationship, states, at, only),
    abortRotation: (relationship, at, only) => abortRotation(database, relationship, at, only),
    useExternalIdsAt: (relationship, roles) => useExternalIdsAt(database, relationship, roles),
    disuseExternalIdsAt: (relationship, roles) => disuseExternalIdsAt(database, relationship, roles),
    externalIds: (relationship) => externalIds(database, relationship),
    externalIdRecord: (externalId) => externalIdRecord(database, externalId),
    note: (name) => note(database, name),
    setNote: (name, value) => setNote(database, name, value),
    forgetBefore: (at) => forgetBefore(database, at),
    close: () => database.close(),
  };
}
