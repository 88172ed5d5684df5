import { OpmError } from '../../src/errors.ts';
import type { Coverage } from './coverage.ts';
import { mutate } from './mutate.ts';

/** Something that reads what others wrote. */
export interface FuzzTarget {
  name: string;
  /** Inputs of the usual kind, to begin with. */
  seeds: string[];
  /** Reads an input. May throw an `OpmError` and what `mayThrow` names; anything else is a finding. */
  read(input: Buffer): unknown;
  mayThrow?: (error: unknown) => boolean;
}

export interface Finding {
  input: Buffer;
  error: unknown;
}

/** Longer than anything of 16 KiB should take to read, beside other load. */
const SLOW_MS = 2000;

/**
 * Reads variations of the corpus; those that reach code which none before has reached join it.
 *
 * @param options.until called between inputs: false ends it
 * @param options.found called for each input that joins
 * @returns the first finding, or `null`
 */
export async function fuzz(
  target: FuzzTarget,
  options: {
    corpus: Buffer[];
    coverage: Coverage;
    random: () => number;
    until: (runs: number) => boolean;
    found: (input: Buffer) => void;
  },
): Promise<Finding | null> {
  const { corpus, coverage, random, until, found } = options;
  const pick = () => corpus[Math.floor(random() * corpus.length)]!;
  for (let runs = 0; until(runs); runs += 1) {
    const input = mutate(pick(), pick(), random);
    const finding = await tried(target, input);
    if (finding !== null) return finding;
    if (coverage.news() === 0) continue;
    corpus.push(input);
    found(input);
  }
  return null;
}

/** Reads one input. */
export async function tried({ read, mayThrow }: FuzzTarget, input: Buffer): Promise<Finding | null> {
  const startMs = performance.now();
  try {
    await read(input);
  } catch (error) {
    if (!(error instanceof OpmError) && !mayThrow?.(error)) return { input, error };
  }
  const tookMs = performance.now() - startMs;
  return tookMs < SLOW_MS ? null : { input, error: new Error(`it took ${Math.round(tookMs)} ms`) };
}
