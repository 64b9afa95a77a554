/** What a request to AWS asks for, read from the wire, and how each protocol says that it is refused. */
import type { IncomingHttpHeaders } from "node:http";

export type AwsRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** As it stands in the signature: `sqs`, `iam`. */
  readonly service: string;
  readonly region: string;
  /** `ListQueues` where the protocol names it; else method and path. */
  readonly call: string;
};

export function awsRequest(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  body: string,
): AwsRequest {
  const [, , region = "", service = ""] =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1]?.split("/") ?? [];
  const target = headers["x-amz-target"];
  const action = new URLSearchParams(body).get("Action");
  const call = typeof target === "string" ? target.slice(target.lastIndexOf(".") + 1) : action;
  return { method, path, headers, body, service, region, call: call ?? `${method} ${path.split("?")[0]}` };
}

export type WireError = { readonly status: number; readonly code: string; readonly message: string };
export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The error in the shape of the protocol that the request speaks: query, EC2, REST-XML, or one of the JSON protocols. */
export function errorAnswer(request: AwsRequest, { status, code, message }: WireError): WireAnswer {
  const xml = { "content-type": "text/xml" };
  if (request.service === "s3") {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>id</RequestId></Error>`;
    return { status, headers: { "content-type": "application/xml" }, body };
  }
  if (request.service === "ec2") {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>id</RequestID></Response>`;
    return { status, headers: xml, body };
  }
  if (new URLSearchParams(request.body).has("Action")) {
    const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>id</RequestId></ErrorResponse>`;
    return { status, headers: xml, body };
  }
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code };
  return { status, headers, body: JSON.stringify({ __type: code, message, Message: message }) };
}
