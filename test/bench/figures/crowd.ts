import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { type Bench, pause } from '../bench.ts';
import { Fifo } from '../fifo.ts';
import { isAlive } from '../proc.ts';
import type { Results } from '../results.ts';
import { OpmStage } from '../subjects/opm.ts';
import type { App } from '../subjects/subject.ts';
import { CALM_MS, SCRIPT } from './crash.ts';
import { type Figure, OPM } from './figure.ts';

const APPS = 40;
const CROWD = 1000;

const KINDS = ['a child', 'an adopted app'] as const;

const row = (bench: Bench, kind: (typeof KINDS)[number], isBeside: boolean) =>
  `from the death of ${kind} until its replacement works, ${isBeside ? `beside ${bench.size(CROWD)} other processes` : 'alone'}`;

/** Whether processes that are not OPM's, of the same user, delay it. */
export const crowd: Figure = {
  name: 'crowd',
  async measure(bench) {
    const script = path.join(bench.sandbox.folder(), 'crash.sh');
    fs.writeFileSync(script, SCRIPT, { mode: 0o755 });
    const fifo = await Fifo.open(bench.sandbox);
    const argv: [string, ...string[]] = ['/bin/sh', script, fifo.file];
    const apps = Array.from(
      { length: bench.size(APPS) },
      (_, index): App => ({ name: `app-${index}`, argv, ready: 'alive', restart: true }),
    );
    const ours = bench.subjects.filter(({ isOpm }) => isOpm);
    try {
      for (const isBeside of [false, true]) {
        const others = isBeside ? await gather(bench.size(CROWD)) : null;
        try {
          await bench.inTurn(
            ours,
            apps,
            async (stage, { name }) => {
              if (!(stage instanceof OpmStage)) return;
              await stage.restore();
              let pids: number[] = [];
              for (const _ of apps) pids.push(Number(await fifo.line()));
              for (const kind of KINDS) {
                if (kind === 'an adopted app') await renew(stage);
                const next: number[] = [];
                for (const pid of pids) {
                  await pause(CALM_MS);
                  const begunMs = performance.now();
                  process.kill(pid, 'SIGKILL');
                  next.push(Number(await fifo.line()));
                  const ms = performance.now() - begunMs;
                  bench.results.add(
                    { figure: 'crowd', what: row(bench, kind, isBeside), unit: 'ms' },
                    name,
                    ms,
                  );
                }
                pids = next;
              }
              await stage.down();
            },
            Math.min(bench.rounds, 3),
          );
        } finally {
          if (others !== null) await disperse(others);
        }
      }
    } finally {
      fifo.close();
    }
  },
  reaches: (bench) => [
    ...KINDS.map((kind) => ({
      what: `${row(bench, kind, true)}: against alone`,
      limit: 1.3,
      better: 'lower' as const,
      unit: '×',
      value: (results: Results) =>
        against(results.median(row(bench, kind, true), OPM), results.median(row(bench, kind, false), OPM)),
    })),
    {
      what: row(bench, 'an adopted app', false),
      limit: 15,
      better: 'lower',
      unit: ' ms',
      value: (results) => results.median(row(bench, 'an adopted app', false), OPM),
    },
  ],
};

function against(beside: number | null, alone: number | null): number | null {
  return beside === null || alone === null ? null : beside / alone;
}

/** Another daemon takes over. */
async function renew(stage: OpmStage): Promise<void> {
  const daemon = await stage.supervisor();
  process.kill(daemon, 'SIGKILL');
  while (isAlive(daemon)) await pause(1);
  await stage.up();
}

/** Processes of this user that have nothing to do with OPM, below one shell. */
async function gather(count: number): Promise<ChildProcess> {
  const script = `i=0; while [ $i -lt ${count} ]; do sleep 86400 & i=$((i + 1)); done; echo all; wait`;
  const shell = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  await once(shell.stdout, 'data');
  return shell;
}

async function disperse(shell: ChildProcess): Promise<void> {
  process.kill(-shell.pid!, 'SIGKILL');
  await once(shell, 'close');
}
