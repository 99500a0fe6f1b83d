/** Items in the order of `compare`, which must tell any two apart. Finding a place takes log n steps. */
export class SortedList<T> {
  private readonly items: T[] = [];

  constructor(private readonly compare: (left: T, right: T) => number) {}

  get size(): number {
    return this.items.length;
  }

  add(item: T): void {
    this.items.splice(this.placeOf(item), 0, item);
  }

  /** Removes an item that still sorts as it did when it was added. */
  remove(item: T): void {
    const place = this.placeOf(item);
    if (this.items[place] === item) this.items.splice(place, 1);
  }

  /** The first item that fits. */
  first(fits: (item: T) => boolean): T | undefined {
    return this.items.find(fits);
  }

  values(): readonly T[] {
    return this.items;
  }

  private placeOf(item: T): number {
    let low = 0;
    let high = this.items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.items[middle];
      if (other !== undefined && this.compare(other, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
