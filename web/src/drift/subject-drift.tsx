/** The latest changes of one role, on its page. */
import { api } from "../api/client.ts";
import { useAnswer } from "../api/use-answer.ts";
import { hashOf } from "../app/address.ts";
import { useSession } from "../findings/use-session.ts";
import { Answered } from "../parts/notes.tsx";
import "./drift.css";
import { DriftRows } from "./drift-rows.tsx";
import { NoHistory } from "./no-history.tsx";

const shown = 10;

export function SubjectDrift({ subject }: { readonly subject: string }) {
  const session = useSession();
  if (session === null) return null;
  return session.history ? <Latest subject={subject} /> : <NoHistory what="How its policies changed" />;
}

function Latest({ subject }: { readonly subject: string }) {
  const query = { subject, limit: shown, offset: 0 };
  const state = useAnswer(`drift ${subject}`, (signal) =>
    api.GET("/api/drift", { params: { query }, signal }),
  );
  return (
    <Answered state={state}>
      {({ events, total }) => (
        <>
          <DriftRows
            caption={total > shown ? `The latest ${shown} of ${total} changes` : "Changes of the role"}
            rows={events}
            empty="The store knows of no change."
          />
          {total > 0 && <a href={hashOf("drift", { subject })}>Its changes over time</a>}
        </>
      )}
    </Answered>
  );
}
