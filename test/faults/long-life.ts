import fs from 'node:fs';
import { homePaths } from '../../src/runtime/home.ts';
import { Lab } from '../e2e/lab.ts';
import { daemonsOf, verifyProblems } from './fleet-look.ts';
import type { Tally } from './tally.ts';

interface Sample {
  restarts: number;
  memoryBytes: number;
  descriptors: number;
  threads: number;
  ledgerBytes: number;
}

/** A ledger is compacted when it has grown to a few times this. */
const LEDGER_BYTES = 5 << 20;
/** What the memory may grow by over a run: garbage that was not collected yet, not a leak for each restart. */
const MEMORY_BYTES = 24e6;
const SAMPLE_MS = 500;

/**
 * Restarts apps in a loop and holds what the daemon uses at the end against what it used after the first third:
 * memory, descriptors, threads and the size of the ledger must be flat. Notes the slopes.
 */
export async function restartForLong(
  tally: Tally,
  options: { restarts: number; seconds: number },
): Promise<void> {
  const lab = new Lab();
  await tally.attempt(`${options.restarts} restarts`, async () => {
    const violations: string[] = [];
    const restart = { policy: 'always', backoff: [0, 0], maxRestarts: 1_000_000, window: '60s' };
    const config = lab.config([{ name: 'loop', command: 'true', instances: 8, minUptime: 0, restart }]);
    const { code, stderr } = await lab.opm(['restore', '--keep-going', '--config', config]);
    if (code !== 0 && code !== 2) return [`the restore ended with ${code}: ${stderr}`];
    const [daemon = 0] = daemonsOf(lab.home);
    const samples: Sample[] = [];
    const endAt = performance.now() + options.seconds * 1000;
    for (;;) {
      const sample = await takeSample(lab, daemon);
      if (sample.restarts > options.restarts / 3) samples.push(sample);
      if (sample.restarts >= options.restarts) break;
      if (performance.now() > endAt) {
        violations.push(`only ${sample.restarts} restarts in ${options.seconds} s`);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
    tally.tries += (samples.at(-1)?.restarts ?? 1) - 1;
    violations.push(...judge(samples, tally.notes));
    await lab.ok(['stop', 'all']);
    violations.push(...(await verifyProblems(lab)));
    return violations;
  });
  await lab.end();
}

async function takeSample(lab: Lab, daemon: number): Promise<Sample> {
  const restarts = (await lab.list()).reduce((sum, entry) => sum + entry.restarts, 0);
  const status = fs.readFileSync(`/proc/${daemon}/status`, 'utf8');
  return {
    restarts,
    memoryBytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024,
    descriptors: fs.readdirSync(`/proc/${daemon}/fd`).length,
    threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1]),
    ledgerBytes: fs.statSync(homePaths(lab.home).ledger).size,
  };
}

function judge(samples: Sample[], notes: string[]): string[] {
  const violations: string[] = [];
  if (samples.length < 3) return [`only ${samples.length} samples`];
  const last = samples.slice(-3);
  const grown = (key: keyof Sample) =>
    Math.min(...last.map((sample) => sample[key])) -
    Math.max(...samples.slice(0, 3).map((sample) => sample[key]));
  const ledgerBytes = Math.max(...samples.map((sample) => sample.ledgerBytes));
  notes.push(
    `per 1,000 restarts: memory ${Math.round(slope(samples, 'memoryBytes') / 1024)} KiB, ` +
      `descriptors ${slope(samples, 'descriptors').toFixed(2)}, threads ${slope(samples, 'threads').toFixed(2)}; ` +
      `ledger at most ${Math.round(ledgerBytes / 1024)} KiB`,
  );
  if (grown('memoryBytes') > MEMORY_BYTES)
    violations.push(`the memory grew by ${grown('memoryBytes')} bytes`);
  if (grown('descriptors') > 4) violations.push(`${grown('descriptors')} descriptors were lost`);
  if (grown('threads') > 2) violations.push(`${grown('threads')} threads came on top`);
  if (ledgerBytes > LEDGER_BYTES) violations.push(`the ledger grew to ${ledgerBytes} bytes`);
  return violations;
}

/** Least squares, for 1,000 restarts. */
function slope(samples: Sample[], key: keyof Sample): number {
  const mean = (of: keyof Sample) => samples.reduce((sum, sample) => sum + sample[of], 0) / samples.length;
  const x = mean('restarts');
  const y = mean(key);
  const covariance = samples.reduce((sum, sample) => sum + (sample.restarts - x) * (sample[key] - y), 0);
  const variance = samples.reduce((sum, sample) => sum + (sample.restarts - x) ** 2, 0);
  return variance === 0 ? 0 : (covariance / variance) * 1000;
}
