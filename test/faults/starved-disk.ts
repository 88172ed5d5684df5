import fs from 'node:fs';
import path from 'node:path';
import { homePaths } from '../../src/runtime/home.ts';
import { showLedger } from '../../src/supervise/ledger-view.ts';
import { isAlive, until } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { SmallDiskLab } from './small-disk.ts';
import { Findings, type Tally } from './tally.ts';

const app = (seconds: number, logs?: object) => ({
  name: 'app',
  command: `sleep ${seconds}`,
  instances: 3,
  minUptime: 0,
  ...(logs === undefined ? {} : { logs }),
});

/**
 * Fills the disk of the home under a running daemon. Whatever writes must fail with a code and the reason, and change
 * nothing; daemon and apps stay up; once there is room again, all of it works.
 */
export async function fillDisk(tally: Tally): Promise<void> {
  const lab = new SmallDiskLab();
  const { snapshots } = homePaths(lab.home);
  const saved = () =>
    fs.readdirSync(snapshots).map((name) => fs.readFileSync(path.join(snapshots, name), 'hex'));
  const other = lab.config(
    [app(2002), { name: 'new', command: 'sleep 1000', minUptime: 0 }],
    {},
    'other.json',
  );
  try {
    await lab.restore(lab.config([app(1001)]));
    await lab.ok(['save']);
    const before = lab.leaders();
    const savedBefore = saved();
    const daemon = daemonsOf(lab.home).join();
    lab.fill();
    const writers = [
      ['save'],
      ['restore', '--config', other],
      ['restart', 'app'],
      ['scale', 'app', '5'],
      ['adjust', 'app', '--name', 'renamed'],
      ['start', 'sleep 1000', '--name', 'more'],
    ];
    for (const args of writers) {
      await tally.attempt(`disk full, opm ${args[0]}`, async () => {
        const { code, stderr, stdout } = await lab.opm(args);
        const own = new Findings();
        own.expect(code === 1, `it ended with ${code}`);
        own.expect(/disk is full/.test(stderr + stdout), `it does not say why: ${stderr}${stdout}`);
        own.expect(pidsOf(before) === pidsOf(lab.leaders()), 'the apps did not keep their processes');
        own.expect(saved().join() === savedBefore.join(), 'the snapshot of before has changed');
        own.expect(daemonsOf(lab.home).join() === daemon, 'the daemon of before does not run');
        return own.list;
      });
    }
    await tally.attempt('disk full, an app crashes', async () => {
      const victim = before[0]!;
      process.kill(victim.pid, 'SIGKILL');
      // The last page of the ledger may have room for the few bytes of one restart: then it is done at once.
      const restarted = () =>
        lab.leaders().length === 3 && lab.leaders().every(({ pid }) => pid !== victim.pid);
      await until(
        async () => restarted() || (await lab.list()).some(({ status }) => status === 'backoff'),
        'its start waits, or is done',
      );
      lab.free();
      await until(() => lab.leaders().length === 3, 'it was started once there was room');
      await until(() => showLedger(lab.home).openRestore === null, 'the ledger has caught up');
      return lookAtFleet(lab, { app: 3 });
    });
    lab.fill();
    await tally.attempt('disk full, the daemon is killed', async () => {
      const running = lab.leaders();
      await lab.killDaemon();
      const { code, stderr } = await lab.opm(['list']);
      const own = new Findings();
      own.expect(code === 1, `opm list ended with ${code}`);
      own.expect(/disk is full|no space/i.test(stderr), `it does not say why: ${stderr}`);
      own.expect(pidsOf(running) === pidsOf(lab.leaders()), 'the apps did not keep their processes');
      lab.free();
      own.add(await lookAtFleet(lab, { app: 3 }));
      own.expect(pidsOf(running) === pidsOf(lab.leaders()), 'the apps were not adopted');
      return own.list;
    });
    lab.fill();
    await tally.attempt('disk full, opm stop', async () => {
      // There may be room for the few bytes that say what is wanted: then it is done, else nothing is.
      const running = lab.leaders();
      const { code, stderr } = await lab.opm(['stop', 'app']);
      const own = new Findings();
      if (code === 0) own.expect(lab.leaders().length === 0, 'the stop succeeded, but processes run');
      else {
        own.expect(code === 1 && /disk is full/.test(stderr), `it ended with ${code}: ${stderr}`);
        own.expect(pidsOf(running) === pidsOf(lab.leaders()), 'the apps did not keep their processes');
      }
      lab.free();
      await lab.killDaemon();
      own.add(await lookAtFleet(lab, code === 0 ? {} : { app: 3 }));
      return own.list;
    });
    await tally.attempt('room again', async () => {
      await lab.ok(['restore', '--config', other]);
      await lab.ok(['save']);
      return lookAtFleet(lab, { app: 3, new: 1 });
    });
  } finally {
    await lab.end();
  }
}

/**
 * One of the restored apps fills the disk of the home, so that what comes after it cannot be started and the restore is
 * taken back; then the daemon is killed before there is room. What runs is what ran before, and stays so.
 */
export async function fillDuringRestore(tally: Tally): Promise<void> {
  await tally.attempt('disk full amid a restore, and the daemon is killed', async () => {
    const lab = new SmallDiskLab();
    try {
      const findings = new Findings();
      const stays = { name: 'stays', command: 'sleep 1000', minUptime: 0 };
      await lab.restore(lab.config([app(1001), stays]));
      const [staying] = lab.leaders().filter(({ name }) => name === 'stays');
      const full = `${lab.folder}/full`;
      const filler = {
        name: 'filler',
        command: `cat /dev/zero > ${lab.filling}; touch ${full}; exec sleep 1000`,
        shell: true,
        ready: { exec: `test -e ${full}` },
        dependsOn: ['app'],
      };
      // More than the last page of the ledger may still have room for.
      const late = {
        name: 'late',
        command: 'sleep 1000',
        instances: 40,
        minUptime: 0,
        dependsOn: ['filler'],
      };
      const { ran, report } = await lab.restore(
        lab.config([app(2002), stays, filler, late], {}, 'other.json'),
      );
      findings.expect(ran.code === 1, `the restore ended with ${ran.code}`);
      findings.expect(report.outcome === 'rolled-back', `its outcome is ${report.outcome}`);
      findings.expect(/disk is full/.test(ran.stderr + ran.stdout), `it does not say why: ${ran.stderr}`);
      // Amid its exec a process shows no environment yet.
      await until(() => hasOldApps(lab), `what was replaced was put back: ${ran.stdout}`, 2000);
      await lab.killDaemon();
      lab.free();
      findings.add(await lookAtFleet(lab, { app: 3, stays: 1 }));
      await until(() => showLedger(lab.home).openRestore === null, 'no restore is open');
      findings.add(await lookAtFleet(lab, { app: 3, stays: 1 }));
      findings.expect(hasOldApps(lab), 'the next daemon carried on what had been taken back');
      findings.expect(isAlive(staying!.pid), 'an app that the restore keeps has ended');
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

function hasOldApps(lab: SmallDiskLab): boolean {
  const old = lab.leaders().filter(({ name }) => name === 'app');
  return (
    old.length === 3 &&
    old.every(({ pid }) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('1001'))
  );
}

/** The disk of the home becomes read-only while no daemon runs: nothing starts, nothing ends, and it says why. */
export async function readOnlyDisk(tally: Tally): Promise<void> {
  await tally.attempt('read-only disk', async () => {
    const lab = new SmallDiskLab();
    try {
      const findings = new Findings();
      const logs = { out: `${lab.folder}/app.log`, err: `${lab.folder}/app.err.log` };
      const config = lab.config([app(1001, logs)]);
      await lab.restore(config);
      const before = lab.leaders();
      await lab.killDaemon();
      await lab.remount('ro');
      for (const args of [['list'], ['restore', '--config', config], ['save']]) {
        const { code, stderr } = await lab.opm(args);
        findings.expect(code === 1, `opm ${args[0]} ended with ${code}`);
        findings.expect(/read-only/.test(stderr), `opm ${args[0]} does not say why: ${stderr}`);
      }
      findings.expect(pidsOf(before) === pidsOf(lab.leaders()), 'the apps did not keep their processes');
      await lab.remount('rw');
      findings.add(await lookAtFleet(lab, { app: 3 }));
      findings.expect(pidsOf(before) === pidsOf(lab.leaders()), 'the apps were not adopted');
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

function pidsOf(processes: { pid: number }[]): string {
  return processes.map(({ pid }) => pid).join();
}
