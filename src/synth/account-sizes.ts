/** How many roles each account has. They sum up to accounts × roles; accounts that can't be read have none. */
import type { SynthOptions } from "./options.ts";
import type { Random } from "./random.ts";

const highestQuota = 5000;

export function accountSizes(options: SynthOptions, readable: readonly boolean[], random: Random): number[] {
  const { accounts, roles } = options;
  if (options.mix === "stamped" || accounts === 1) return new Array<number>(accounts).fill(roles);

  const total = accounts * roles;
  const sizes = readable.map((one): number => (one ? 1 : 0));
  // The largest is a workload account (hubs come first), and has never more than 30 % of everything.
  const largest = readable.lastIndexOf(true);
  const largestSize = Math.max(1, Math.min(highestQuota, Math.floor(total * 0.3)));
  sizes[largest] = largestSize;

  // 1/u is heavy-tailed, and a division is exact on every machine, unlike a logarithm.
  const weights = sizes.map((size) => {
    const weight = 1 / (0.04 + random.below(10_000) / 10_000);
    return size === 0 ? 0 : weight;
  });
  const rest = total - largestSize;
  const weightSum = weights.reduce((sum, weight, place) => (place === largest ? sum : sum + weight), 0);
  let given = largestSize;
  for (let place = 0; place < accounts; place++) {
    if (place === largest || weights[place] === 0) continue;
    const share = Math.floor((rest * (weights[place] ?? 0)) / weightSum);
    const size = Math.min(highestQuota, Math.max(1, share));
    sizes[place] = size;
    given += size;
  }
  spread(sizes, total - given, largest);
  return sizes;
}

/** Adds (or takes, for a negative amount) one by one what rounding left over. */
function spread(sizes: number[], amount: number, except: number): void {
  const step = amount < 0 ? -1 : 1;
  let left = Math.abs(amount);
  while (left > 0) {
    let moved = false;
    for (let place = 0; place < sizes.length && left > 0; place++) {
      const next = (sizes[place] ?? 0) + step;
      if (place === except || sizes[place] === 0 || next < 1 || next > highestQuota) continue;
      sizes[place] = next;
      left--;
      moved = true;
    }
    if (!moved) return;
  }
}
