/** What stands where the trail would be told, until it is read, or where there is none. */
import type { ComponentChildren } from "preact";
import { hasServer } from "../api/client.ts";
import { type TrailState, useTrail } from "./use-trail.ts";

/** `what`: is told by a trail; at the beginning of a sentence. */
export function TrailGate({
  what,
  children,
}: {
  readonly what: string;
  readonly children: () => ComponentChildren;
}) {
  const trail = useTrail();
  if (!hasServer()) {
    return (
      <p class="quiet">
        This report is of one moment. {what} is told by a server: <code>accesslens serve --events PLACE</code>
        .
      </p>
    );
  }
  if (trail === null) return null;
  switch (trail.state) {
    case "none":
      return (
        <div class="note prose">
          <p>{what} is told here by CloudTrail's files. This server was started without them:</p>
          <pre>
            <code>accesslens serve --events ./trail</code>
          </pre>
        </div>
      );
    case "reading":
    case "failed":
      return <TrailProgress trail={trail} />;
    case "read":
      return (
        <>
          <DigestFaults trail={trail} />
          {children()}
        </>
      );
  }
}

/** What is told of a trail that is not as CloudTrail wrote it may be what somebody wants to be seen. */
export function DigestFaults({ trail: { read } }: { readonly trail: TrailState }) {
  const digests = read?.digests ?? null;
  if (digests === null || digests.faults === 0) return null;
  const { faults, named } = digests;
  return (
    <div class="note bad" role="alert">
      <p>
        <strong>The trail is not as CloudTrail wrote it.</strong> Faults among its files: {faults}.
      </p>
      <ul>
        {named.map(({ file, why }) => (
          <li key={`${file} ${why}`}>
            <bdi>{file}</bdi> <bdi>{why}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of a trail that is not read. */
export function TrailProgress({ trail }: { readonly trail: TrailState }) {
  if (trail.state === "failed") {
    return (
      <div class="note bad" role="alert">
        <p>
          <strong>The trail could not be read.</strong> <bdi>{trail.message}</bdi>
        </p>
      </div>
    );
  }
  return (
    <p class="waiting" role="status">
      The trail is being read{progressText(trail)}
    </p>
  );
}

function progressText({ progress }: TrailState): string {
  if (progress === null) return ".";
  const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
  const { records, files, bytes, bytesInAll } = progress;
  const size =
    bytesInAll === null ? `${megabytes(bytes)} MB` : `${megabytes(bytes)} of ${megabytes(bytesInAll)} MB`;
  return `: ${records.toLocaleString("en")} records in ${files.toLocaleString("en")} files, ${size} so far.`;
}
