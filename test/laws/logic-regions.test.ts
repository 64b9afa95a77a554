/**
 * The algebra of request sets against a judge that looks at every request of a small world. Each law is asked of a
 * roomy space, and of one so cramped that nearly all operations are put off until a question comes.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Answer, createSpace, type Region, type Space } from "../../src/logic/index.ts";
import {
  dimensions,
  type Expression,
  isTrue,
  label,
  printed,
  type Request,
  regionOf,
  requestsOf,
  type World,
  withFact,
  worlds,
} from "./logic/small-world.ts";

// A world is many requests: its share of the cases that are asked for.
const cases = Math.ceil(Number(process.env.ACCESSLENS_CASES ?? 12_000) / 40);
const seed = 4_711;

function spaces(): readonly Space[] {
  return [{}, { maxNodes: 8 }].map((options) => {
    const space = createSpace(options);
    for (const dimension of dimensions) space.dimension(dimension);
    return space;
  });
}

function exact<T>(answer: Answer<T>): T {
  if (answer.kind === "capped") assert.fail(`a small world needs no cap: ${answer.reason}`);
  return answer.value;
}

function law(
  name: string,
  count: number,
  holds: (space: Space, world: World, requests: readonly Request[]) => void,
): void {
  test(`${name} (${cases} worlds, seed ${seed})`, () => {
    fc.assert(
      fc.property(worlds(count), (world) => {
        const requests = requestsOf(world.used, 700);
        for (const space of spaces()) holds(space, world, requests);
      }),
      { seed, numRuns: cases },
    );
  });
}

function first(world: World): Expression {
  const [expression] = world.expressions;
  assert.ok(expression !== undefined);
  return expression;
}

/** That a request's values are what the dimensions allow, and that the expression is true of it. */
function assertInside(expression: Expression, request: Request | null, what: string): void {
  assert.ok(request !== null, what);
  const always = request.values.get("always");
  assert.ok(always === undefined || always.kind === "text", "a value that is always there is never absent");
  assert.ok(isTrue(expression, request), `${what}: ${printed(request)} is not inside ${printed(expression)}`);
}

law("a region contains a request exactly when its expression is true of it", 1, (space, world, requests) => {
  const region = regionOf(space, first(world));
  for (const request of requests) {
    const inside = space.contains(region, request.values, request.opaque);
    assert.equal(inside, isTrue(first(world), request), printed(request));
  }
});

law(
  "a region is empty or has a witness inside; an empty one contains no request",
  1,
  (space, world, requests) => {
    const region = regionOf(space, first(world));
    const witness = exact(space.witness(region));
    assert.equal(exact(space.isEmpty(region)), witness === null);
    if (witness === null)
      for (const request of requests) assert.ok(!isTrue(first(world), request), printed(request));
    else {
      assertInside(first(world), witness, "the witness");
      assert.ok(space.contains(region, witness.values, witness.opaque));
    }
  },
);

law(
  "regions are equal, within each other or disjoint exactly as their requests are",
  2,
  (space, world, requests) => {
    const [left, right] = world.expressions;
    assert.ok(left !== undefined && right !== undefined);
    const [a, b] = [regionOf(space, left), regionOf(space, right)];
    const within = exact(space.isWithin(a, b));
    const back = exact(space.isWithin(b, a));
    assert.equal(exact(space.areEqual(a, b)), within && back);
    const disjoint = exact(space.areDisjoint(a, b));
    for (const request of requests) {
      const [inA, inB] = [isTrue(left, request), isTrue(right, request)];
      assert.ok(!within || !inA || inB, "within");
      assert.ok(!back || !inB || inA, "within, the other way");
      assert.ok(!disjoint || !inA || !inB, "disjoint");
    }
    // What is denied is shown: a request that makes it false.
    if (!within)
      assertInside({ kind: "minus", left, right }, exact(space.witness(space.minus(a, b))), "not within");
    if (!back)
      assertInside(
        { kind: "minus", left: right, right: left },
        exact(space.witness(space.minus(b, a))),
        "back",
      );
    if (!disjoint)
      assertInside({ kind: "and", left, right }, exact(space.witness(space.and(a, b))), "not disjoint");
  },
);

law("and, or, not and minus obey the laws of Boole", 3, (space, world) => {
  const [a, b, c] = world.expressions.map((expression) => regionOf(space, expression));
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  const same = (left: Region, right: Region, what: string): void => {
    assert.ok(exact(space.areEqual(left, right)), what);
  };
  same(space.not(space.not(a)), a, "not not");
  same(space.not(space.and(a, b)), space.or(space.not(a), space.not(b)), "De Morgan");
  same(space.and(a, space.or(b, c)), space.or(space.and(a, b), space.and(a, c)), "and over or");
  same(space.or(a, space.and(b, c)), space.and(space.or(a, b), space.or(a, c)), "or over and");
  same(space.and(a, b, c), space.and(c, space.and(b, a)), "any order");
  same(space.or(a, space.and(a, b)), a, "absorption");
  same(space.or(space.minus(a, b), space.and(a, b)), a, "a part and the rest");
  same(space.and(a, space.not(a)), space.nothing, "nothing is both");
  same(space.or(a, space.not(a)), space.everything, "everything is one of both");
});

law("what a projection keeps is what some value of the dimension completes", 1, (space, world, requests) => {
  const region = regionOf(space, first(world));
  for (const { name } of world.used) {
    const projected = exact(space.project(region, [name]));
    assert.ok(exact(space.isWithin(region, projected)));
    // Emptiness of what is left when all else is known is a law of its own, and here the oracle.
    for (const request of requests.filter((_, at) => at % 12 === 0)) {
      const kept = space.contains(projected, request.values, request.opaque);
      let rest = region;
      for (const [other, value] of request.values) if (other !== name) rest = space.given(rest, other, value);
      for (const [label, held] of request.opaque) {
        rest = space.and(rest, held ? space.opaque(label) : space.not(space.opaque(label)));
      }
      assert.equal(kept, !exact(space.isEmpty(rest)), `without ${name}: ${printed(request)}`);
      assert.ok(kept || !isTrue(first(world), request));
    }
  }
});

law(
  "a region with a value given says what it said of requests with that value",
  1,
  (space, world, requests) => {
    const region = regionOf(space, first(world));
    for (const request of requests.filter((_, at) => at % 12 === 0)) {
      for (const [name, value] of request.values) {
        const others = new Map([...request.values].filter(([other]) => other !== name));
        const inside = space.contains(space.given(region, name, value), others, request.opaque);
        assert.equal(inside, isTrue(first(world), request), `${name}: ${printed(request)}`);
      }
    }
  },
);

law("cubes are possible, disjoint, and together the region", 1, (space, world, requests) => {
  const region = regionOf(space, first(world));
  const cubes = exact(space.cubes(region, 10_000));
  const holds = (cube: (typeof cubes)[number], request: Request): boolean =>
    cube.every(({ atom, holds }) => isTrue({ kind: "atom", atom }, request) === holds);
  for (const request of requests) {
    const count = cubes.filter((cube) => holds(cube, request)).length;
    assert.equal(count, isTrue(first(world), request) ? 1 : 0, printed(request));
  }
  for (const cube of cubes) {
    const parts = cube.map(({ atom, holds }) => {
      const part = regionOf(space, { kind: "atom", atom });
      return holds ? part : space.not(part);
    });
    assert.ok(!exact(space.isEmpty(space.and(...parts))), printed(cube));
  }
});

law("an opaque label is told exactly when it makes a difference", 1, (space, world) => {
  const told = space.opaqueLabels(regionOf(space, first(world)));
  const [held, failed] = [true, false].map((known) => regionOf(space, withFact(first(world), known)));
  assert.ok(held !== undefined && failed !== undefined);
  assert.deepEqual(told, exact(space.areEqual(held, failed)) ? [] : [label]);
});

test(`however low the cap, an answer is right or capped (${cases} worlds, seed ${seed})`, () => {
  let capped = 0;
  fc.assert(
    fc.property(
      worlds(1),
      fc.nat({ max: 12 }),
      fc.constantFrom(0, 1, 10_000),
      (world, maxSteps, maxStates) => {
        const [roomy] = spaces();
        const cramped = createSpace({ maxSteps, maxStates, maxNodes: 8 });
        for (const dimension of dimensions) cramped.dimension(dimension);
        assert.ok(roomy !== undefined);
        const truth = exact(roomy.isEmpty(regionOf(roomy, first(world))));
        const answer = cramped.isEmpty(regionOf(cramped, first(world)));
        if (answer.kind === "capped") capped++;
        else assert.equal(answer.value, truth);
        for (const { name } of world.used) {
          const kept = cramped.project(regionOf(cramped, first(world)), [name]);
          const wanted: Region = exact(roomy.project(regionOf(roomy, first(world)), [name]));
          if (kept.kind === "capped") continue;
          for (const { values, opaque } of requestsOf(world.used, 40)) {
            assert.equal(
              cramped.contains(kept.value, values, opaque),
              roomy.contains(wanted, values, opaque),
            );
          }
        }
      },
    ),
    { seed, numRuns: cases },
  );
  assert.ok(capped > cases / 20, "the law says nothing unless caps are hit");
});
