/**
 * An AWS that answers as its documentation says, for what moto lacks: over the wire, so that collectors are held to the
 * calls that they declare. Protocols with JSON only. What has no answer here fails, and so becomes a gap.
 */
import { type AwsRequest, errorAnswer, type WireError } from "./aws-request.ts";
import { startFaultProxy } from "./fault-proxy.ts";

/** By name of the call, or by method and path where the protocol names none: `GET /profiles`. */
export type Documented = Readonly<Record<string, (request: AwsRequest) => object | WireError>>;

export type DocumentedAws = {
  answers: Documented;
  /** What was asked for, in order, as the answers are named. */
  readonly asked: string[];
};

/** Every client of the SDK in this process goes there. */
export async function startDocumentedAws(): Promise<DocumentedAws> {
  const aws: DocumentedAws = { answers: {}, asked: [] };
  const { url } = await startFaultProxy("http://127.0.0.1:1", (request) => {
    aws.asked.push(request.call);
    const answer = aws.answers[request.call]?.(request) ?? {
      status: 404,
      code: "UnknownOperationException",
      message: `${request.call} has no answer in this test`,
    };
    return {
      kind: "answer",
      answer: isError(answer)
        ? errorAnswer(request, answer)
        : { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(answer) },
    };
  });
  Object.assign(process.env, { AWS_ENDPOINT_URL: url });
  return aws;
}

export function refused(code: string, status = 403): WireError {
  return { status, code, message: "as documented" };
}

/** What a GET asks for: `?nextToken=…`. */
export function asksFor({ path }: AwsRequest, name: string): string | null {
  return new URL(path, "http://aws").searchParams.get(name);
}

/** A member of a JSON request. */
export function member(request: Pick<AwsRequest, "body">, name: string): unknown {
  const body: unknown = request.body === "" ? {} : JSON.parse(request.body);
  return typeof body === "object" && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}

function isError(answer: object): answer is WireError {
  return "status" in answer && "code" in answer && "message" in answer;
}
