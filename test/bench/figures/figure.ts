import type { Bench } from '../bench.ts';
import type { Results } from '../results.ts';

/** A bar to reach, judged for the executable. */
export interface Reach {
  what: string;
  /** The value must not exceed it, or must not be below it. */
  limit: number;
  better: 'lower' | 'higher';
  unit: string;
  /** `null`: what it needs was not measured. */
  value(results: Results): number | null;
}

/** One thing that is measured. */
export interface Figure {
  /** As in `--only`. */
  name: string;
  measure(bench: Bench): Promise<void>;
  reaches(bench: Bench): Reach[];
}

/** The form of OPM that is held to the reaches. */
export const OPM = 'opm';
