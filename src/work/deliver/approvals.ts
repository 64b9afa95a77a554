/** Changes that are announced: checked before they are remembered, and told. */
import { type Approval, err, isAccountId, ok, type Result } from "../../model/index.ts";
import type { ToldApproval } from "./alerts-shape.ts";
import { told } from "./told-delivery.ts";

const hour = 3_600_000;
/** A longer silence is a rule of a channel, not an announcement. */
const longestDays = 31;

export type Announcement = {
  readonly ticket: string;
  readonly principal?: string | undefined;
  readonly subject?: string | undefined;
  readonly account?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly for?: string | undefined;
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
};

/** The error is a sentence about what was asked for. `id`: another one for each. */
export function approvalOf(asked: Announcement, id: string, now: number): Result<Approval, string> {
  const { ticket, principal, subject, account, reason, by } = asked;
  if (ticket.trim() === "") return err("a ticket is missing");
  if (principal === undefined && subject === undefined && account === undefined) {
    return err("it would cover every change: say --principal, --subject or --account");
  }
  if (account !== undefined && !isAccountId(account)) return err("an account id has twelve digits");
  const from = asked.from === undefined ? now : timeOf(asked.from);
  if (from === null) return err("--from is written as 2027-06-30T22:00:00Z, with its distance from UTC");
  const to = endOf(asked, from);
  if (!to.ok) return to;
  if (to.value <= from) return err("it ends before it begins");
  if (to.value <= now) return err("it has ended already: a change is announced before it happens");
  if (to.value - from > longestDays * 24 * hour) return err(`it may last ${longestDays} days at most`);
  return ok({
    id,
    ticket: ticket.trim(),
    principal: principal ?? null,
    subject: subject ?? null,
    account: account ?? null,
    from,
    to: to.value,
    reason: reason ?? "",
    createdBy: by ?? "",
    createdAt: now,
    withdrawnAt: null,
  });
}

function endOf({ until, for: length }: Announcement, from: number): Result<number, string> {
  if ((until === undefined) === (length === undefined)) return err("say one of --until and --for");
  if (until !== undefined) {
    const to = timeOf(until);
    return to === null
      ? err("--until is written as 2027-06-30T23:00:00Z, with its distance from UTC")
      : ok(to);
  }
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(length ?? "") ?? [];
  if (count === undefined) return err("--for is written as 30m, 2h or 3d");
  const milliseconds = unit === "m" ? 60_000 : unit === "h" ? hour : 24 * hour;
  return ok(from + Number(count) * milliseconds);
}

/** Without its distance from UTC nobody knows which hour is meant. */
function timeOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

export function toldApproval(approval: Approval, now: number): ToldApproval {
  const { id, ticket, principal, subject, account, from, to, reason, createdBy, createdAt, withdrawnAt } =
    approval;
  return {
    id,
    ticket,
    principal,
    subject,
    account,
    from: told(from),
    until: told(to),
    reason,
    createdBy,
    createdAt: told(createdAt),
    withdrawnAt: withdrawnAt === null ? null : told(withdrawnAt),
    state: withdrawnAt !== null ? "withdrawn" : now < from ? "coming" : now <= to ? "open" : "ended",
  };
}
