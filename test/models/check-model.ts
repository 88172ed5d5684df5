import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Far longer than any search takes, and shorter than what a test file has. */
const DEADLINE_MS = 280_000;
/** The longest path, in steps, and the most memory, in megabytes, that a search may take before it fails. */
const LONGEST_PATH = 2_000_000;
const MOST_MEGABYTES = 3000;

/** What a search of all states of a model has found. */
export interface Finding {
  states: number;
  /** The first assertion that does not hold, or the state in which nothing goes on; `null`: there is none. */
  violation: string | null;
  seconds: number;
}

/** What is missing to check models, with the command that installs it; `null`: nothing. */
export function whyNoChecker(): string | null {
  const missing = [
    ...(spawnSync('spin', ['-V']).status === 0 ? [] : ['spin']),
    ...(spawnSync('cc', ['--version']).status === 0 ? [] : ['gcc', 'libc6-dev']),
  ];
  if (missing.length === 0) return null;
  return `models need packages that are not installed: apt-get install ${missing.join(' ')}`;
}

/**
 * Searches all states of a Promela model with `spin`. Never guesses: a search that did not come to its end throws.
 *
 * @param options.file path of the model
 * @param options.defines names that are defined for the preprocessor, such as `NONCES=5`
 * @param options.thorough compile for a long search; else for one that is over soon
 */
export async function checkModel(options: {
  file: string;
  defines: string[];
  thorough: boolean;
}): Promise<Finding> {
  const { file, defines, thorough } = options;
  const folder = await mkdtemp(join(tmpdir(), 'opm-model-'));
  try {
    await run('spin', [...defines.map((name) => `-D${name}`), '-a', file], { cwd: folder });
    const flags = [thorough ? '-O2' : '-O0', '-DNOREDUCE', '-DSAFETY', `-DMEMLIM=${MOST_MEGABYTES}`];
    await run('cc', [...flags, '-o', 'search', 'pan.c'], { cwd: folder });
    const begunMs = performance.now();
    const { stdout } = await run(join(folder, 'search'), [`-m${LONGEST_PATH}`], {
      cwd: folder,
      timeout: DEADLINE_MS,
      maxBuffer: 1 << 26,
    });
    return { ...readFinding(stdout), seconds: (performance.now() - begunMs) / 1000 };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the search program prints. @throws Error when the search was cut short */
export function readFinding(output: string): Omit<Finding, 'seconds'> {
  const violation = /^pan:\d+: (.*?)(?: \(at depth \d+\))?$/m.exec(output)?.[1] ?? null;
  const errors = /errors: (\d+)/.exec(output)?.[1];
  const states = /^ *([\d.e+]+) states, stored/m.exec(output)?.[1];
  const wasCut = /max search depth too small|out of memory|memory limit/i.test(output);
  const isWhole = !wasCut && states !== undefined && errors === (violation === null ? '0' : '1');
  if (!isWhole) throw new Error(`The search did not come to its end:\n${output}`);
  return { states: Number(states), violation };
}
