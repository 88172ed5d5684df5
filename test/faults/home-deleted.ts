import fs from 'node:fs';
import { homePaths } from '../../src/runtime/home.ts';
import { Lab, until } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

const WAYS: Record<string, (home: string) => void> = {
  'the whole home': (home) => {
    // The daemon may be making it anew already while its last files are being deleted.
    for (let left = 20; ; left -= 1) {
      try {
        return fs.rmSync(home, { recursive: true });
      } catch (error) {
        if (left === 0 || (error as { code?: string }).code !== 'ENOTEMPTY') throw error;
      }
    }
  },
  'all that is in the home': (home) => {
    for (const name of fs.readdirSync(home)) fs.rmSync(`${home}/${name}`, { recursive: true });
  },
  'the lock': (home) => fs.rmSync(homePaths(home).lock),
  'the lock and the ledger': (home) => {
    fs.rmSync(homePaths(home).ledger);
    fs.rmSync(homePaths(home).lock);
  },
};

/** Deletes the home under a running daemon, in several ways and twice: it must be whole again, the apps untouched. */
export async function deleteHome(tally: Tally): Promise<void> {
  for (const [what, remove] of Object.entries(WAYS)) {
    await tally.attempt(`${what} deleted under the daemon`, () => deleteUnder(remove));
  }
}

async function deleteUnder(remove: (home: string) => void): Promise<string[]> {
  const lab = new Lab();
  try {
    const findings = new Findings();
    await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', instances: 3, minUptime: 0 }]));
    const before = lab.leaders();
    const daemon = daemonsOf(lab.home);
    for (let time = 0; time < 2; time += 1) {
      remove(lab.home);
      await until(() => isWhole(lab.home), 'the home is whole again');
      findings.expect(same(before, lab.leaders()), 'the apps did not keep their processes');
      findings.add(await lookAtFleet(lab, { app: 3 }));
      findings.expect(daemonsOf(lab.home).join() === daemon.join(), 'another daemon runs');
    }
    const { stderr } = await lab.opm(['list']);
    findings.expect(/deleted/.test(stderr), `the list says nothing of it: ${stderr}`);
    await lab.killDaemon();
    findings.add(await lookAtFleet(lab, { app: 3 }));
    findings.expect(same(before, lab.leaders()), 'the next daemon did not adopt the apps');
    await lab.ok(['restart', 'all']);
    await lab.ok(['save']);
    findings.add(await lookAtFleet(lab, { app: 3 }));
    return findings.list;
  } finally {
    await lab.end();
  }
}

/** Deletes lock and ledger under one daemon again and again, at random moments after they are there again. */
export async function deleteRepeatedly(
  tally: Tally,
  { times, random }: { times: number; random: () => number },
): Promise<void> {
  const lab = new Lab();
  try {
    await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', instances: 3, minUptime: 0 }]));
    const before = lab.leaders();
    const daemon = daemonsOf(lab.home).join();
    const known = tally.violations.length;
    for (let time = 1; time <= times; time += 1) {
      await tally.attempt(`lock and ledger deleted for the ${time}th time`, async () => {
        await new Promise((resolve) => setTimeout(resolve, random() * 150));
        WAYS['the lock and the ledger']!(lab.home);
        await until(() => isWhole(lab.home), 'the home is whole again');
        return [];
      });
      // Without its lock the daemon could be joined by another one, and nothing of what follows would count.
      if (tally.violations.length > known) break;
    }
    tally.violations.push(...(await lookAtFleet(lab, { app: 3 })));
    if (!same(before, lab.leaders())) tally.violations.push('the apps did not keep their processes');
    if (daemonsOf(lab.home).join() !== daemon) tally.violations.push('another daemon runs');
  } finally {
    await lab.end();
  }
}

/** Another owner takes the home: the daemon before it leaves its apps alone and ends, and the new one adopts them. */
export async function breakLock(tally: Tally): Promise<void> {
  await tally.attempt('the lock taken by another daemon', async () => {
    const lab = new Lab();
    try {
      const findings = new Findings();
      await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', instances: 3, minUptime: 0 }]));
      const before = lab.leaders();
      const [old = 0] = daemonsOf(lab.home);
      const { socket } = homePaths(lab.home);
      const own = fs.readlinkSync(socket);
      // As if the lock had been broken from another machine: the old one cannot tell that it is being replaced.
      fs.rmSync(`${lab.home}/${own}`);
      process.kill(old, 'SIGSTOP');
      fs.rmSync(homePaths(lab.home).lock);
      fs.rmSync(socket);
      await lab.ok(['list']);
      process.kill(old, 'SIGCONT');
      await until(() => daemonsOf(lab.home).length === 1, 'the daemon without a home has ended');
      findings.expect(!daemonsOf(lab.home).includes(old), 'the daemon with the home has ended');
      findings.expect(same(before, lab.leaders()), 'the apps did not keep their processes');
      findings.add(await lookAtFleet(lab, { app: 3 }));
      await lab.ok(['restart', 'all']);
      findings.add(await lookAtFleet(lab, { app: 3 }));
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

function isWhole(home: string): boolean {
  const { ledger, lock, socket } = homePaths(home);
  return [ledger, lock, socket].every((file) => fs.existsSync(file));
}

function same(before: { pid: number }[], after: { pid: number }[]): boolean {
  const pids = (all: { pid: number }[]) => all.map(({ pid }) => pid).join();
  return pids(before) === pids(after);
}
