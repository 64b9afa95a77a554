/** What a query may scan, and how it is said: engines are paid by the byte. */

export type ScanBudget = {
  /** A query that has scanned more is stopped; null: none is. */
  readonly mostBytes: number | null;
  /** What a terabyte (10^12 bytes) costs, as the user gives it; null: no price is told. Prices differ by region and contract. */
  readonly pricePerTerabyte: number | null;
};

const units = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

/** `12.3 GB`, in powers of 1000. */
export function bytesInWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `12.3 GB`, and `12.3 GB (about 0.06 at 5 per TB)` where a price is given. */
export function scanInWords(bytes: number, { pricePerTerabyte }: ScanBudget): string {
  if (pricePerTerabyte === null) return bytesInWords(bytes);
  const cost = (bytes / 1e12) * pricePerTerabyte;
  return `${bytesInWords(bytes)} (about ${cost.toFixed(cost < 1 ? 3 : 2)} at ${pricePerTerabyte} per TB)`;
}
