/** How clients of the SDK reach AWS: one pool of connections, standard retry within a budget, the partition's region, FIPS, endpoints. */

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { CallGate } from "./call-gate.ts";
import { BudgetedRetries, RetryBudget } from "./retry-budget.ts";

/** What every client of the SDK takes. */
export type ClientConfiguration = {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly requestHandler: NodeHttpHandler;
  readonly retryStrategy: BudgetedRetries;
  readonly useFipsEndpoint: boolean;
  readonly customUserAgent: [string, string][];
};

export type ConnectionOptions = {
  readonly gate: CallGate;
  /** AWS's FIPS endpoints, where a service has them. */
  readonly fips: boolean;
  readonly version: string;
  /** Open connections to one host. */
  readonly connections: number;
  /** Attempts of one call, the first included. */
  readonly attempts: number;
  /** Repetitions over all clients while nothing succeeds. */
  readonly retries?: number;
};

const say = (): void => undefined;
const silent = { debug: say, info: say, warn: say, error: say };

/**
 * An endpoint that the environment gives in place of AWS's own, for clients that do not look by themselves. `service` as in
 * AWS's names of variables: `S3_CONTROL`.
 */
export function givenEndpoint(service: string): string | null {
  return process.env[`AWS_ENDPOINT_URL_${service}`] || process.env.AWS_ENDPOINT_URL || null;
}

/** As many as a short disturbance takes. */
const usualRetries = 1000;

export class Connection {
  readonly gate: CallGate;
  readonly fips: boolean;
  readonly #options: ConnectionOptions;
  readonly #handler: NodeHttpHandler;
  readonly #retries: RetryBudget;

  constructor(options: ConnectionOptions) {
    this.gate = options.gate;
    this.fips = options.fips;
    this.#retries = new RetryBudget(options.retries ?? usualRetries);
    this.#options = options;
    // HTTPS_PROXY, HTTP_PROXY and NO_PROXY are followed by Node itself.
    const agent = { keepAlive: true, maxSockets: options.connections, proxyEnv: process.env };
    this.#handler = new NodeHttpHandler({
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent(agent),
      connectionTimeout: 10_000,
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
      // That calls wait for a free connection is meant.
      logger: silent,
    });
  }

  /** For clients that the SDK makes by itself to sign in: they go the same way, by the same proxies. */
  forSigningIn(): Pick<ClientConfiguration, "requestHandler" | "useFipsEndpoint"> {
    return { requestHandler: this.#handler, useFipsEndpoint: this.fips };
  }

  configuration(region: string, credentials: AwsCredentialIdentityProvider): ClientConfiguration {
    const { version, attempts } = this.#options;
    return {
      region,
      credentials,
      requestHandler: this.#handler,
      retryStrategy: new BudgetedRetries(attempts, this.#retries),
      useFipsEndpoint: this.fips,
      customUserAgent: [["accesslens", version]],
    };
  }

  close(): void {
    this.#handler.destroy();
  }
}
