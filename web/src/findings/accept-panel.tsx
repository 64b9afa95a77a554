/** Accepting findings for a reason and until a day, and withdrawing it; where the server lets nobody, the lines for the file. */
import { useState } from "preact/hooks";
import type { Fault } from "../api/client.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { FaultNote } from "../parts/notes.tsx";
import { accept, acceptedText, dayIn, mostAtOnce, suppressionLines, withdraw } from "./acceptances.ts";
import { useSession } from "./use-session.ts";

const usualDays = 90;

/** Where the form begins: there is one on a page. */
export const reasonId = "accept-reason";

/** `onDone`: told in a sentence what has been done. */
export function AcceptPanel({
  ids,
  onDone,
}: {
  readonly ids: readonly string[];
  readonly onDone: (told: string) => void;
}) {
  const who = useSession();
  const [reason, setReason] = useState("");
  const [expires, setExpires] = useState(() => dayIn(usualDays, new Date()));
  const [fault, setFault] = useState<Fault | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const isComplete = reason.trim() !== "" && expires !== "" && ids.length > 0 && ids.length <= mostAtOnce;
  const send = async (replaces: boolean) => {
    setIsAsking(true);
    setFault(null);
    const answer = await accept(ids, { reason: reason.trim(), expires }, replaces);
    setIsAsking(false);
    if (!answer.ok) return setFault(answer.fault);
    setReason("");
    return onDone(acceptedText(answer.value));
  };
  const take = async () => {
    setIsAsking(true);
    setFault(null);
    const answer = await withdraw(ids);
    setIsAsking(false);
    if (!answer.ok) return setFault(answer.fault);
    const { length } = answer.value.withdrawn;
    return onDone(`Withdrew the acceptance of ${length} ${length === 1 ? "finding" : "findings"}.`);
  };
  const many = `${ids.length} ${ids.length === 1 ? "finding" : "findings"}`;
  return (
    <form
      class="accept note"
      aria-label={`Accept ${many}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete && who?.may.accept === true) void send(false);
      }}
    >
      <div class="row">
        <label class="reason" for={reasonId}>
          Reason
        </label>
        <input
          id={reasonId}
          type="text"
          required
          maxLength={500}
          placeholder="why it can be lived with"
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <label>
          until
          <input
            type="date"
            required
            min={dayIn(0, new Date())}
            value={expires}
            onInput={(event) => setExpires(event.currentTarget.value)}
          />
        </label>
        {who?.may.accept === true && (
          <>
            <button type="submit" class="primary" disabled={!isComplete || isAsking}>
              Accept {many}
            </button>
            <button type="button" disabled={ids.length === 0 || isAsking} onClick={take}>
              Withdraw acceptance
            </button>
          </>
        )}
      </div>
      {ids.length > mostAtOnce && <p>At most {mostAtOnce.toLocaleString("en")} can be accepted at once.</p>}
      {who?.may.accept === false && (
        <ReadOnly
          mode={who.mode}
          lines={isComplete ? suppressionLines(ids, { reason: reason.trim(), expires }) : null}
        />
      )}
      {fault !== null && <FaultNote fault={fault} />}
      {fault !== null && who?.may.accept === true && (
        <button type="button" disabled={!isComplete || isAsking} onClick={() => send(true)}>
          Accept in these words, also where they are accepted in others
        </button>
      )}
    </form>
  );
}

function ReadOnly({ mode, lines }: { readonly mode: "local" | "team"; readonly lines: string | null }) {
  return (
    <div class="row">
      <p>
        {mode === "local" ? (
          <>
            This server changes nothing. Start it with <code>accesslens serve --accept</code> to accept
            findings here, or put these lines into <code>accesslens-suppressions.yaml</code>.
          </>
        ) : (
          <>
            You may look here, and accept nothing: ask somebody of a group that may triage. These lines say it
            in <code>accesslens-suppressions.yaml</code>.
          </>
        )}
      </p>
      {lines === null ? (
        <span class="quiet">Give a reason to have the lines.</span>
      ) : (
        <CopyButton text={lines} label="Copy the lines" />
      )}
    </div>
  );
}
