/** Somebody's process says that it is one of root's apps. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { homePaths } from '../../src/runtime/home.ts';
import { isAlive, Lab, until } from '../e2e/lab.ts';
import { OTHER_USER, whyNoOtherUser } from '../faults/other-user.ts';

const test = suite<{ lab: Lab; forgers: ChildProcess[] }>('forged apps');
const skipped = whyNoOtherUser();
if (skipped !== null) console.log(`skipped: attacks with forged apps (${skipped})`);
const attack = skipped === null ? test : suite<{ lab: Lab; forgers: ChildProcess[] }>('skipped');

const AS_MALLORY = ['setpriv', `--reuid=${OTHER_USER}`, `--regid=${OTHER_USER}`, '--clear-groups'];
/** The process is PID 1 of a namespace of its own, in which it is root. */
const OWN_NAMESPACES = ['unshare', '-Urp', '--fork', '--kill-child', 'setsid'];
const canUnshare =
  spawnSync(AS_MALLORY[0]!, [...AS_MALLORY.slice(1), ...OWN_NAMESPACES, 'true']).status === 0;
if (!canUnshare) console.log('skipped: forged apps in namespaces (unshare -Urp is not permitted here)');

test.before.each((context) => {
  context.lab = new Lab();
  context.forgers = [];
});
test.after.each(async ({ lab, forgers }) => {
  for (const forger of forgers) {
    forger.kill('SIGKILL');
    if (forger.exitCode === null && forger.signalCode === null) await once(forger, 'exit');
  }
  await lab.end();
});

/** Starts a process with such an environment, and returns its PID when it has it. */
async function forge(
  forgers: ChildProcess[],
  prefix: string[],
  env: Record<string, string>,
): Promise<number> {
  const [file = '', ...args] = [...AS_MALLORY, ...prefix, 'sleep', '1234567'];
  const forger = spawn(file, args, { cwd: '/', env: { PATH: process.env.PATH, ...env }, detached: true });
  forgers.push(forger);
  let pid = 0;
  await until(() => {
    pid = sleepers().find(({ session }) => prefix.length > 0 || session === forger.pid)?.pid ?? 0;
    return pid !== 0;
  }, 'the forged process runs');
  return pid;
}

function sleepers(): { pid: number; session: number }[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    try {
      if (!fs.readFileSync(`/proc/${name}/cmdline`, 'latin1').startsWith('sleep\x001234567')) return [];
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'latin1');
      return [{ pid: Number(name), session: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) }];
    } catch {
      return [];
    }
  });
}

const places = [
  { where: 'of the user of an app', prefix: [] as string[], canRun: true },
  { where: 'in a user and PID namespace of that user', prefix: OWN_NAMESPACES, canRun: canUnshare },
];
const ledgers = [
  { what: 'whole', damage: (_: string) => {} },
  { what: 'damaged', damage: (file: string) => fs.appendFileSync(file, 'damage') },
];

for (const { where, prefix, canRun } of places) {
  for (const { what, damage } of ledgers) {
    const title = `a forged process ${where} is not taken for an app of root (${what} ledger)`;
    (canRun ? attack : attack.skip)(title, async ({ lab, forgers }) => {
      const theirs = { name: 'theirs', command: 'sleep 1000', user: String(OTHER_USER), cwd: '/' };
      const roots = { name: 'roots', command: 'sleep 1000', cwd: '/' };
      await lab.restore(lab.config([roots, theirs]));
      await lab.ok(['stop', 'roots']);
      const { id } = (await lab.list()).find(({ name }) => name === 'roots')!;
      const [own] = lab.leaders();
      const forged = await forge(forgers, prefix, {
        OPM_HOME: lab.home,
        OPM_ID: String(id),
        OPM_NAME: 'roots',
        OPM_INSTANCE: '0',
        // What it can read: the token of the user's own app.
        OPM_TOKEN: own?.token === undefined ? '' : `${own.token.slice(0, -1)}x`,
      });
      await lab.killDaemon();
      damage(homePaths(lab.home).ledger);
      const listed = await lab.list();
      const shown = listed.map(({ name, pid, status }) => [name, pid === own?.pid, status]);
      assert.equal(shown, [
        ['roots', false, 'stopped'],
        ['theirs', true, 'online'],
      ]);
      await lab.ok(['start', 'roots']);
      const entry = (await lab.list()).find(({ name }) => name === 'roots');
      assert.ok(entry?.pid && entry.pid !== forged, 'root has a process of its own');
      await lab.ok(['stop', 'all']);
      assert.ok(isAlive(forged), 'the forged one is nobody of ours, and not signalled');
    });
  }
}

test.run();
