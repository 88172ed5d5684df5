/** Random numbers in [0, 1) that are the same each time for the same seed (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run, printed so that it can be played again: `OPM_FAULT_SEED` sets it. */
export function testSeed(): number {
  const seed = Number(process.env.OPM_FAULT_SEED ?? Date.now() % 1e9);
  console.log(`seed ${seed} (OPM_FAULT_SEED)`);
  return seed;
}
