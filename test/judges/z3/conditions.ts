/** A condition of a statement as a claim (IAM-SEMANTICS 45–48). */
import type { Condition } from "../../../src/policy/ast.ts";
import type { Encoder, Slot } from "./encoder.ts";
import type { Version } from "./policy-text.ts";
import { and, type Claim, not, open, or, sure, type Term } from "./terms.ts";
import { positiveOf } from "./value-match.ts";

export function conditionHolds(encoder: Encoder, condition: Condition, version: Version): Claim {
  if (condition.kind === "unknown") return open;
  const { operator, quantifier, ifExists, key, values } = condition;
  const slots = encoder.slots(key.toLowerCase());
  const absent = and(slots.map(({ present }) => not(present)));
  if (operator === "Null") {
    return sure(or(values.map(({ text }) => (text.toLowerCase() === "true" ? absent : not(absent)))));
  }
  const [positive, negated] = positiveOf(operator);
  const holdsAt = (slot: Slot): Term => {
    const matches = or(values.map(({ text }) => slot.matches(positive, text, version)));
    return negated ? not(matches) : matches;
  };
  const some = or(slots.map((slot) => and([slot.present, holdsAt(slot)])));
  const every = and(slots.map((slot) => or([not(slot.present), holdsAt(slot)])));
  const whenAbsent = ifExists ? absent : "false";
  switch (quantifier) {
    case "ForAnyValue":
      return sure(or([whenAbsent, some]));
    case "ForAllValues":
      return sure(every);
    case null: {
      // What several values do without a quantifier, AWS does not say: one reading asks for each, the other for some.
      const ofAbsent = negated || ifExists ? absent : "false";
      if (slots.length === 1) return sure(or([ofAbsent, some]));
      return { must: or([ofAbsent, and([not(absent), every])]), may: or([ofAbsent, some]) };
    }
  }
}
