import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ListEntry } from '../../src/protocol/intents.ts';
import { homePaths } from '../../src/runtime/home.ts';
import { switchedOff } from '../../src/runtime/native/capability.ts';
import { isAlive, Lab, until } from '../e2e/lab.ts';
import { linuxFrom, nativeHere } from '../runtime/native/process-parts.ts';
import { lookAtFleet } from './fleet-look.ts';

/** What a whole run of these tests goes without. */
const OFF = switchedOff(process.env);

const test = suite<{ lab: Lab; pids: Record<string, number> }>('adoption');

const app = (name: string, policy: string) => ({
  name,
  command: ['sh', '-c', `echo hello from ${name}; exec sleep 1000`],
  minUptime: 0,
  restart: { policy, backoff: ['10ms', '10ms'] },
});

test.before(() => nativeHere().subreaper?.become());

test.before.each(async (context) => {
  context.lab = new Lab();
  const { lab } = context;
  await lab.restore(
    lab.config([app('always', 'always'), app('failing', 'on-failure'), app('once', 'never')]),
  );
  context.pids = Object.fromEntries(lab.leaders().map(({ name, pid }) => [name, pid]));
  await lab.killDaemon();
});

test.after.each(({ lab }) => lab.end());

test('adopted processes are listed with their PIDs, as adopted', async ({ lab, pids }) => {
  const listed = await lab.list();
  for (const { name, pid } of listed) {
    const ledger = () => fs.readFileSync(homePaths(lab.home).ledger, 'utf8');
    if (pid !== pids[name])
      throw new Error(`${name} was ${pids[name]}: ${JSON.stringify(listed)}\n${ledger()}`);
  }
  assert.is(listed.length, 3);
  assert.ok(listed.every(({ adopted, status }) => adopted && status === 'online'));
  const status = JSON.parse(await lab.ok(['daemon', 'status', '--json']));
  assert.is(status.processes, 3);
  assert.is(status.adopted, 3);
  assert.equal(await lookAtFleet(lab, { always: 1, failing: 1, once: 1 }), []);
});

test('the output of adopted processes is still read', async ({ lab }) => {
  await lab.list();
  assert.match(await lab.ok(['logs', 'always']), /hello from always/);
  const { logs } = await lab.info('always');
  assert.match(fs.readFileSync(logs.out, 'utf8'), /hello from always/);
});

test('an adopted process is stopped, and started again as a child', async ({ lab, pids }) => {
  await lab.ok(['stop', 'always']);
  assert.not.ok(isAlive(pids.always!));
  await lab.ok(['start', 'always']);
  const [entry] = (await lab.list()).filter(({ name }) => name === 'always');
  assert.is(entry?.adopted, false);
  assert.is(entry?.status, 'online');
});

for (const command of ['restart', 'reload']) {
  test(`${command} replaces adopted processes one by one`, async ({ lab, pids }) => {
    await lab.ok([command, 'all']);
    for (const pid of Object.values(pids)) assert.not.ok(isAlive(pid));
    assert.equal(await lookAtFleet(lab, { always: 1, failing: 1, once: 1 }), []);
    assert.ok((await lab.list()).every(({ adopted }) => !adopted));
  });
}

/** As an init that takes its time: what lost its parent falls to this process, and is reaped later on. */
function reapLate(pids: number[]): { knowsCodes: boolean; end: () => void } {
  const { subreaper } = nativeHere();
  const timer = setInterval(() => {
    for (const pid of pids) subreaper?.reap(pid);
  }, 300);
  const knowsCodes = linuxFrom(6, 15) && !OFF.has('pidfd') && !OFF.has('exitInfo');
  return { knowsCodes, end: () => clearInterval(timer) };
}

test('the death of an adopted process is noticed within a second, with the exit code where it decides', async ({
  lab,
  pids,
}) => {
  await lab.ok(['list']);
  const { knowsCodes, end } = reapLate(Object.values(pids));
  const begunMs = performance.now();
  for (const pid of Object.values(pids)) process.kill(pid, 'SIGKILL');
  await until(() => lab.leaders().length === 2, 'what is to run for ever was started again');
  assert.ok(performance.now() - begunMs < 1500, `noticed after ${performance.now() - begunMs} ms`);
  await until(async () => by(await lab.list(), 'once').status === 'stopped', 'the third is seen as ended');
  const listed = await lab.list();
  end();
  assert.is(by(listed, 'once').exitCode, null);
  const { lastExit } = await lab.info('once');
  assert.is(lastExit?.code, null);
  assert.is(lastExit?.signal, knowsCodes ? 'SIGKILL' : null);
  // Nobody waits for this one: it is started again whatever its exit code.
  assert.is((await lab.info('always')).lastExit?.signal, null);
  // An exit that nobody saw counts as a failure.
  assert.is(by(listed, 'failing').restarts, 1);
  assert.is(by(listed, 'always').restarts, 1);
  assert.equal(await lookAtFleet(lab, { always: 1, failing: 1 }), []);
});

function by(listed: ListEntry[], name: string): ListEntry {
  return listed.find((entry) => entry.name === name)!;
}

test.run();
