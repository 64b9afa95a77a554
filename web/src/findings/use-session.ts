/** Who asks, and what they may: asked once while the pages are open. */
import { useEffect, useState } from "preact/hooks";
import { type Session, session } from "./acceptances.ts";

let asked: Promise<Session> | null = null;

/** Null: it is not known yet. */
export function useSession(): Session | null {
  const [known, setKnown] = useState<Session | null>(null);
  useEffect(() => {
    asked ??= session();
    let wanted = true;
    asked.then(
      (answer) => wanted && setKnown(answer),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return known;
}
