/** Lists of numbers, each list once, that share their beginnings: growing one by one to a thousand makes a thousand. */
export const emptyList = 0;

export class ListTable {
  readonly #before: number[] = [-1];
  readonly #last: number[] = [-1];
  readonly #ids = new Map<number, number>();

  /** The list with one number, below 2²², at its end. */
  with(list: number, last: number): number {
    const key = list * 2 ** 22 + last;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#before.push(list);
    this.#last.push(last);
    const id = this.#before.length - 1;
    this.#ids.set(key, id);
    return id;
  }

  of(numbers: readonly number[]): number {
    return numbers.reduce((list, last) => this.with(list, last), emptyList);
  }

  items(list: number): readonly number[] {
    const items: number[] = [];
    for (let at = list; at > emptyList; at = this.#before[at] ?? emptyList) items.push(this.#last[at] ?? 0);
    return items.reverse();
  }
}
