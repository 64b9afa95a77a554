/** How old what was taken from AWS Config is, over all accounts: one gap, for every account has the same. */
import type { CoverageGap } from "../../../model/index.ts";
import type { UnitRecord } from "../unit.ts";
import { configUnit } from "./aggregator.ts";
import { fieldsOf, textOf } from "./config-item.ts";

export class ConfigAges {
  #accounts = 0;
  #aggregator = "";
  readonly #times: string[] = [];

  add(units: readonly UnitRecord[]): void {
    const unit = units.find(({ collector }) => collector === configUnit);
    for (const part of unit?.parts.account ?? []) {
      const source = fieldsOf(part.AwsConfig);
      this.#accounts += 1;
      this.#aggregator = textOf(source.aggregator) ?? this.#aggregator;
      const times = [textOf(source.capturedFrom), textOf(source.capturedTo)];
      this.#times.push(...times.filter((time) => time !== undefined));
    }
  }

  gaps(): readonly CoverageGap[] {
    if (this.#accounts === 0) return [];
    const times = this.#times.toSorted();
    const when = times.length === 0 ? "" : `, recorded from ${times[0]} to ${times.at(-1)}`;
    const reason =
      `Parts of ${this.#accounts === 1 ? "one account" : `${this.#accounts} accounts`} were taken from AWS Config${when}: ` +
      "what changed since, and what a recorder that is off or leaves types out did not see, is not known.";
    return [{ what: "account", account: null, subject: this.#aggregator, reason }];
  }
}
