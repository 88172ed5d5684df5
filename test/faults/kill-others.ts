import fs from 'node:fs';
import { Lab, until } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

const sleeper = (name: string, instances: number) => ({
  name,
  command: 'sleep 1000',
  instances,
  minUptime: 0,
});

/** Kills the client of a restore at a random moment: the restore ends by itself, whole or not at all. */
export async function killClient(tally: Tally, delayMs: number): Promise<void> {
  await tally.attempt(`the client killed ${delayMs.toFixed(1)} ms after it began`, async () => {
    const lab = new Lab();
    try {
      const findings = new Findings();
      await lab.restore(lab.config([sleeper('kept', 2)]));
      const kept = lab.leaders().map(({ pid }) => pid);
      const config = lab.config([sleeper('kept', 2), sleeper('new', 10)], {}, 'more.json');
      const client = lab.start(['restore', '--config', config]);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      client.child.kill('SIGKILL');
      await client.ended;
      const again = await lab.opm(['restore', '--config', config]);
      if (again.code === 75)
        await until(async () => (await lab.opm(['restore', '--config', config])).code === 0, 'it ends');
      else findings.expect(again.code === 0, `the next restore ended with ${again.code}: ${again.stderr}`);
      findings.add(await lookAtFleet(lab, { kept: 2, new: 10 }));
      const pids = lab.leaders().map(({ pid }) => pid);
      findings.expect(
        kept.every((pid) => pids.includes(pid)),
        'what was kept lost its process',
      );
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** Where a spawner thread is lost: before and after it has started a process. */
const LOST_AT = ['spawn.before', 'spawn.after'] as const;

/**
 * Ends a spawner thread before and after it has started a process: nothing runs twice, nothing is left unclaimed, and
 * the death of what the thread had started is noticed.
 */
export async function loseThread(tally: Tally): Promise<void> {
  for (const point of LOST_AT) {
    await tally.attempt(`a spawner thread lost at ${point}`, async () => {
      const lab = new Lab({ OPM_TEST_FAULT: `${point}:2:uncaught` });
      try {
        const findings = new Findings();
        const config = lab.config([
          { ...sleeper('app', 8), restart: { policy: 'always', backoff: ['10ms', '10ms'] } },
        ]);
        const first = await lab.opm(['restore', '--config', config]);
        findings.expect(
          first.code === 0 || first.code === 1,
          `the restore ended with ${first.code}: ${first.stderr}`,
        );
        findings.add(await lookAtFleet(lab, { app: first.code === 0 ? 8 : 0 }));
        const [daemon = 0] = daemonsOf(lab.home);
        const second = await lab.opm(['restore', '--config', config]);
        findings.expect(
          second.code === 0,
          `the restore after it ended with ${second.code}: ${second.stderr}`,
        );
        findings.add(await lookAtFleet(lab, { app: 8 }));
        for (const { pid } of lab.leaders()) process.kill(pid, 'SIGKILL');
        await until(
          async () => (await lab.list()).every(({ restarts, status }) => restarts > 0 && status === 'online'),
          'every death was noticed',
        );
        findings.add(await lookAtFleet(lab, { app: 8 }));
        findings.expect(daemonsOf(lab.home).join() === String(daemon), 'another daemon runs');
        const log = fs.readFileSync(`${lab.home}/daemon.log`, 'utf8');
        findings.expect(/a spawner thread was lost/.test(log), 'no thread was lost');
        return findings.list;
      } finally {
        await lab.end();
      }
    });
  }
}
