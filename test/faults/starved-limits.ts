import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { isAlive, Lab } from '../e2e/lab.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { asOther, OtherUserLab } from './other-user.ts';
import { Findings, type Tally } from './tally.ts';

export { whyNoOtherUser } from './other-user.ts';

const sleeper = (name: string, instances: number) => ({
  name,
  command: 'sleep 1000',
  instances,
  minUptime: 0,
});

/** Takes the daemon's descriptors away: a restore fails whole and says why, and works when there are some again. */
export async function noDescriptors(tally: Tally): Promise<void> {
  await tally.attempt('no descriptors', async () => {
    const lab = new Lab();
    try {
      const findings = new Findings();
      await lab.restore(lab.config([sleeper('app', 3)]));
      const before = lab.leaders();
      const [daemon = 0] = daemonsOf(lab.home);
      const more = lab.config([sleeper('app', 3), sleeper('more', 20)], {}, 'more.json');
      // Enough to serve a client, not enough to start a process, which takes two for its log files alone.
      limit(daemon, 'nofile', limitThatLeaves(2, daemon));
      const { code, stderr, stdout } = await lab.opm(['restore', '--config', more]);
      findings.expect(code === 1, `the restore ended with ${code}: ${stdout}`);
      findings.expect(
        /descriptors|too many open files/.test(stderr + stdout),
        `it does not say why: ${stderr}${stdout}`,
      );
      findings.expect(isAlive(daemon), 'the daemon has ended');
      limit(daemon, 'nofile', 4096);
      findings.add(await lookAtFleet(lab, { app: 3 }));
      findings.expect(pidsOf(before) === pidsOf(lab.leaders()), 'the apps did not keep their processes');
      await lab.ok(['restore', '--config', more]);
      findings.add(await lookAtFleet(lab, { app: 3, more: 20 }));
      findings.expect(daemonsOf(lab.home).join() === String(daemon), 'another daemon runs');
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** Longer than the daemon waits until it collects its garbage, which must not need a thread. */
const WITHOUT_PROCESSES_MS = 5000;

/** Lets the user have no more processes: a restore fails whole and says why, and works when the limit is lifted. */
export async function noProcesses(tally: Tally): Promise<void> {
  await tally.attempt('no processes', async () => {
    const lab = new OtherUserLab();
    try {
      const findings = new Findings();
      await lab.restore(lab.config([sleeper('app', 3)]));
      const before = lab.leaders();
      const [daemon = 0] = daemonsOf(lab.home);
      limitProcesses(lab, daemon, lab.threads() + 4);
      const more = lab.config([sleeper('app', 3), sleeper('more', 30)], {}, 'more.json');
      const giveUpAt = performance.now() + WITHOUT_PROCESSES_MS;
      do {
        const { code, stderr, stdout } = await lab.opm(['restore', '--config', more]);
        findings.expect(code === 1, `the restore ended with ${code}: ${stdout}`);
        findings.expect(/processes left/.test(stderr + stdout), `it does not say why: ${stderr}${stdout}`);
      } while (performance.now() < giveUpAt && isAlive(daemon));
      findings.expect(isAlive(daemon), 'the daemon has ended');
      findings.expect(pidsOf(before) === pidsOf(lab.leaders()), 'the apps did not keep their processes');
      limitProcesses(lab, daemon, 4096);
      findings.add(await lookAtFleet(lab, { app: 3 }));
      await lab.ok(['restore', '--config', more]);
      findings.add(await lookAtFleet(lab, { app: 3, more: 30 }));
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** Takes the right to write into the log folder away. */
export async function noLogFolder(tally: Tally): Promise<void> {
  await tally.attempt('log folder not writable', async () => {
    const lab = new OtherUserLab();
    const folder = `${lab.folder}/logs`;
    try {
      const findings = new Findings();
      fs.mkdirSync(folder, { mode: 0o755 });
      const logs = { out: `${folder}/out.log`, err: `${folder}/err.log` };
      const config = lab.config([{ ...sleeper('app', 1), logs }]);
      const refused = await lab.opm(['restore', '--config', config]);
      findings.expect(refused.code === 1, `the restore ended with ${refused.code}`);
      findings.expect(refused.stderr.includes(folder), `it does not name the folder: ${refused.stderr}`);
      findings.expect(lab.leaders().length === 0, 'something was started');
      fs.chmodSync(folder, 0o777);
      await lab.ok(['restore', '--config', config]);
      findings.add(await lookAtFleet(lab, { app: 1 }));
      return findings.list;
    } finally {
      await lab.end();
    }
  });
}

/** The limit under which a process may open so many files more: the lowest free numbers are given first. */
function limitThatLeaves(free: number, pid: number): number {
  const open = new Set(fs.readdirSync(`/proc/${pid}/fd`).map(Number));
  let left = free;
  for (let number = 0; ; number += 1) {
    if (open.has(number)) continue;
    if (left === 0) return number;
    left -= 1;
  }
}

/** Sets a soft limit of a running process. */
function limit(pid: number, resource: 'nofile', soft: number): void {
  execFileSync('prlimit', ['--pid', String(pid), `--${resource}=${soft}:`]);
}

/** As its own user: root may not where it lacks CAP_SYS_RESOURCE. */
function limitProcesses(lab: OtherUserLab, pid: number, soft: number): void {
  const { code, stderr } = asOther(['prlimit', '--pid', String(pid), `--nproc=${soft}:`], lab.env);
  if (code !== 0) throw new Error(stderr);
}

function pidsOf(processes: { pid: number }[]): string {
  return processes.map(({ pid }) => pid).join();
}
