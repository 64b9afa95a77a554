/** What to do about a change, for whoever reads of it and has nothing but the alert. */
import type { DriftEvent } from "../../model/index.ts";
import { isoTime } from "../json-message.ts";

/** In a command only where a shell can make nothing else of it. */
function isSafe(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id);
}

export function whatToDo(event: DriftEvent): readonly string[] {
  const steps: string[] = [];
  const { expected } = event;
  if (expected !== null) {
    steps.push(`Nothing, if it is what ticket ${expected.ticket} says.`);
  } else if (event.reverts !== null) {
    steps.push("Nothing, if taking it back was meant.");
  } else {
    steps.push(ask(event));
    if (gainsAnything(event)) {
      steps.push(
        "Unless it is meant, take the access back: put the policy, or what changed, back as it was.",
      );
    }
  }
  if (event.interlude !== null && expected === null) {
    steps.push("Look in CloudTrail at what was done with the access while it was open.");
  }
  const [finding] = event.findings.opened;
  if (finding !== undefined && isSafe(finding.id)) {
    steps.push(`For what to change, and why: accesslens explain ${finding.id}`);
  }
  if (isSafe(event.id))
    steps.push(`For all that is known of it: accesslens alerts why ${event.id} --store ${theStore}`);
  return steps;
}

/** Alerts carry no address of the store: it may be a server with a name that is nobody else's business. */
const theStore = "STORE (the one that accesslens watch has)";

function ask({ actors, events, account, ownerTags }: DriftEvent): string {
  const [actor] = actors;
  const [call] = events;
  const owners = Object.values(ownerTags);
  if (actor !== undefined) {
    const record =
      call === undefined
        ? ""
        : ` (CloudTrail event ${call.id}${account === null ? "" : ` of account ${account}`}, ${isoTime(call.at)})`;
    return `Ask whoever used ${actor.sessionIssuer ?? actor.principal} whether it was meant${record}.`;
  }
  return owners.length > 0
    ? `Ask the owner (${owners.join(", ")}) whether it was meant.`
    : "Find out in CloudTrail who did it, and whether it was meant.";
}

function gainsAnything({ changes }: DriftEvent): boolean {
  return changes.some(
    ({ gained, more, guards, meaning }) =>
      gained.length + more.gained > 0 || meaning === "unclear" || guards.some(({ weaker }) => weaker),
  );
}
