/** For tests of collectors on mocked clients, which pass by what guards real ones. */
import { collectorNamed } from "./collected.ts";

/** AWS's refusal of a call that no policy allows. */
export function accessDenied(): Error {
  return Object.assign(new Error("User is not authorized to perform this"), {
    name: "AccessDeniedException",
    $metadata: { httpStatusCode: 403 },
  });
}

type Mock = { readonly calls: () => readonly { readonly args: readonly unknown[] }[] };

/** Names of the calls that were made, in order; a call that the collector does not declare ends the test. */
export function callsOf(mock: Mock, collector: string): readonly string[] {
  const declared = new Set(collectorNamed(collector).reads.map(({ call }) => call));
  return mock.calls().map(({ args: [command] }) => {
    const call = String(command?.constructor.name).replace(/Command$/, "");
    if (!declared.has(call)) throw new Error(`${collector} does not declare ${call}`);
    return call;
  });
}
