/** What stands where changes would be told, on a server or in a report that knows of none. */
import { hasServer } from "../api/client.ts";

export function NoHistory({ what }: { readonly what: string }) {
  if (!hasServer()) {
    return (
      <p class="quiet">
        This report is of one moment. {what} is told by a server: <code>accesslens serve --store URL</code>.
      </p>
    );
  }
  return (
    <div class="note prose">
      <p>{what} is told here once there is a store that keeps it. This server was started without one:</p>
      <pre>
        <code>accesslens serve --store sqlite:drift.db</code>
      </pre>
      <p>
        <code>accesslens watch</code> fills such a store with every change that it finds; several servers may
        show the same.
      </p>
    </div>
  );
}
