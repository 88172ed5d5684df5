import fs from 'node:fs';
import { isAlive, Lab, until } from '../e2e/lab.ts';
import { daemonsOf, verifyProblems } from './fleet-look.ts';
import { Findings, type Tally } from './tally.ts';

interface Case {
  title: string;
  app: object;
  /** What is done with it after the restore, before it is removed. */
  act?: (lab: Lab, findings: Findings, logBytes: number) => Promise<void>;
  /** It ends by itself. */
  ends?: boolean;
}

const sh = (script: string) => ['sh', '-c', script];

const CASES: Case[] = [
  {
    title: 'forks twice and lets the parent end',
    app: { command: sh('(sleep 1000 &) ; (setsid sleep 1000 &) ; exit 0') },
    ends: true,
  },
  {
    title: 'changes its session',
    app: { command: sh('setsid setsid sleep 1000 & exec sleep 1000') },
    act: async (lab, findings) => {
      await until(() => lab.processes().length === 2, 'its child runs');
      findings.expect((await lab.list())[0]?.status === 'online', 'it is not online');
    },
  },
  {
    title: 'ignores SIGTERM, and so do its children',
    app: {
      command: sh('trap "" TERM; sh -c "while :; do sleep 1; done" & while :; do sleep 1; done'),
      stop: { timeout: '300ms' },
    },
  },
  {
    title: 'makes short-lived children all the time, each in a session of its own',
    app: { command: sh('while :; do (setsid sleep 0.3 &) ; sleep 0.02; done'), stop: { timeout: '200ms' } },
  },
  {
    title: 'makes many children that ignore SIGTERM',
    app: {
      command: sh('trap "" TERM; i=0; while [ $i -lt 60 ]; do sleep 1000 & i=$((i+1)); done; wait'),
      stop: { timeout: '300ms' },
    },
    act: (lab) => until(() => lab.processes().length === 61, 'its children run'),
  },
  {
    title: 'closes its descriptors',
    app: { command: sh('exec 0<&- 1>&- 2>&-; exec sleep 1000') },
    act: async (lab, findings) =>
      findings.expect((await lab.list())[0]?.status === 'online', 'it is not online'),
  },
  { title: 'ends before its identity can be read', app: { command: 'true', instances: 40 }, ends: true },
  {
    title: 'ends at once with a child left',
    app: { command: sh('sleep 1000 &'), instances: 10 },
    ends: true,
  },
  {
    title: 'is stopped by a signal',
    app: { command: 'sleep 1000' },
    act: async (lab, findings) => {
      const [{ pid } = { pid: 0 }] = lab.leaders();
      process.kill(pid, 'SIGSTOP');
      const begunMs = performance.now();
      await lab.ok(['restart', 'app']);
      findings.expect(performance.now() - begunMs < 8000, 'it was not continued for its stop');
      findings.expect(!isAlive(pid), 'the stopped process lives');
    },
  },
  {
    title: 'turns zombie under a parent that never asks',
    app: { command: sh('sleep 0.1 & exec sleep 1000') },
  },
  {
    title: 'turns zombie under another parent while no daemon watches',
    app: { command: 'sleep 1000', restart: { policy: 'always' } },
    act: async (lab, findings) => {
      const [{ pid } = { pid: 0 }] = lab.leaders();
      await lab.killDaemon();
      process.kill(pid, 'SIGKILL');
      await lab.ok(['list']);
      await until(() => lab.leaders().length === 1, 'it was started again');
      findings.expect(lab.leaders()[0]?.pid !== pid, 'a zombie counts as alive');
    },
  },
  {
    title: 'writes a lot of log',
    app: { command: [] },
    act: async (lab, findings, logBytes) => {
      const [daemon = 0] = daemonsOf(lab.home);
      const before = residentBytes(daemon);
      const [entry] = await lab.list();
      const { logs } = await lab.info(String(entry?.id));
      await until(() => fs.statSync(logs.out).size === logBytes, 'its log is complete', 60_000);
      const grown = residentBytes(daemon) - before;
      findings.expect(grown < 32e6, `the daemon grew by ${grown} bytes`);
      await lab.ok(['logs', 'app', '-n', '3']);
      await lab.ok(['flush']);
    },
  },
];

/** Runs every badly behaved app: nothing of it may be left after it was removed, and the daemon must not mind. */
export async function misbehave(tally: Tally, options: { logBytes: number }): Promise<void> {
  const { logBytes } = options;
  const lab = new Lab();
  try {
    await lab.ok(['list']);
    for (const { title, app, act, ends } of CASES) {
      await tally.attempt(`an app that ${title}`, async () => {
        const findings = new Findings();
        const isLog = title.includes('log');
        const config = lab.config([
          {
            name: 'app',
            minUptime: 0,
            restart: { policy: 'never' },
            ...app,
            ...(isLog ? { command: sh(`yes | head -c ${logBytes}; exec sleep 1000`) } : {}),
          },
        ]);
        const [daemon = 0] = daemonsOf(lab.home);
        const { code, stderr } = await lab.opm(['restore', '--config', config]);
        // Two of these end so fast that a restore may say so: then nothing of them may be left either.
        findings.expect(code === 0 || ends === true, `the restore ended with ${code}: ${stderr}`);
        if (ends) await until(() => lab.processes().length === 0, 'nothing of it is left');
        await act?.(lab, findings, logBytes);
        if (code === 0) await lab.ok(['remove', 'app']);
        const left = lab.processes();
        findings.expect(left.length === 0, `${left.length} processes of it are left`);
        for (const { pid } of left) process.kill(pid, 'SIGKILL');
        findings.expect(isAlive(daemon) || title.includes('no daemon'), 'the daemon has ended');
        findings.add(await verifyProblems(lab));
        return findings.list;
      });
    }
  } finally {
    await lab.end();
  }
}

function residentBytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
