import { median, pairedRatio } from './statistics.ts';

export type Unit = 'ms' | 'µs' | 'KiB' | 'ticks' | 'per s' | '';

export interface Row {
  figure: string;
  what: string;
  unit: Unit;
  /** By subject, one value a round. */
  values: Record<string, number[]>;
}

/** Everything that was measured, in the order in which it was. */
export class Results {
  readonly rows: Row[] = [];

  add(row: { figure: string; what: string; unit: Unit }, subject: string, value: number): void {
    let known = this.#find(row.what);
    if (known === undefined) {
      known = { ...row, values: {} };
      this.rows.push(known);
    }
    known.values[subject] ??= [];
    known.values[subject].push(value);
  }

  /** Median of a row for a subject; `null` when that was not measured. */
  median(what: string, subject: string): number | null {
    const values = this.#find(what)?.values[subject];
    return values === undefined ? null : median(values);
  }

  /** How many times the first is the second, round by round; `null` when one of them was not measured. */
  ratio(what: string, subject: string, other: { what?: string; subject?: string }): number | null {
    const a = this.#find(what)?.values[subject];
    const b = this.#find(other.what ?? what)?.values[other.subject ?? subject];
    return a === undefined || b === undefined ? null : pairedRatio(a, b);
  }

  #find(what: string): Row | undefined {
    return this.rows.find((row) => row.what === what);
  }
}
