import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, opmCommand } from '../runner/subject.ts';
import { countCalls, type Window } from './budget/count-calls.ts';
import { Lab, until } from './lab.ts';

/** Calls of the daemon for one more process: what may not be exceeded. Counted, so no clock and no load matters. */
interface Budget {
  restore: number;
  list: number;
}

const BUDGET = JSON.parse(readFileSync(new URL('budget/budget.json', import.meta.url), 'utf8')) as Record<
  string,
  Budget
>;

const FEW = 10;
const MANY = 110;

/** How often the daemon called the kernel in each of two commands. */
async function measure(count: number): Promise<Record<keyof Budget, number>> {
  const lab = new Lab();
  try {
    return await trace(lab, count);
  } finally {
    await lab.end();
  }
}

async function trace(lab: Lab, count: number): Promise<Record<keyof Budget, number>> {
  const output = path.join(lab.folder, 'trace');
  const { file, args } = opmCommand(['daemon', 'run'], currentSubject());
  const strace = spawn('strace', ['-f', '-ttt', '-o', output, file, ...args], {
    env: lab.env,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => strace.once('exit', resolve));
  const during = async (...command: string[]): Promise<Window> => {
    const fromMs = Date.now();
    await lab.ok(command);
    return { fromMs, toMs: Date.now() };
  };
  await until(() => existsSync(path.join(lab.home, 'opm.sock')), 'the daemon serves', 60_000);
  const apps = Array.from({ length: count }, (_, index) => ({
    name: `app-${index}`,
    command: ['sleep', '600'],
    minUptime: 0,
  }));
  const restore = await during('restore', '--config', lab.config(apps));
  const list = await during('list');
  await lab.ok(['daemon', 'stop']);
  await ended;
  const text = readFileSync(output, 'latin1');
  // Another thread may have been given the descriptor in between.
  assert.equal(text.match(/close\(\d+\) += -1 EBADF/g), null, 'a descriptor was closed twice');
  return { restore: countCalls(text, restore), list: countCalls(text, list) };
}

const missing = await new Promise<string | null>((resolve) => {
  const probe = spawn('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
  probe.once('error', () => resolve('strace is not installed'));
  probe.once('exit', (code) => resolve(code === 0 ? null : 'strace may not trace here'));
});

const isDemanded = process.env.CI === 'true';
const isSkipped = missing !== null && !isDemanded;
if (isSkipped) console.log(`Skipped: ${missing}, so system calls cannot be counted`);

const title =
  'a process more costs the daemon no more system calls than the budget has for it, and none closes a descriptor twice';
(isSkipped ? test.skip : test)(title, async () => {
  if (missing !== null) throw new Error(`In CI system calls must be counted, but ${missing}`);
  const budget = BUDGET[currentSubject()];
  assert.ok(budget);
  const few = await measure(FEW);
  const many = await measure(MANY);
  for (const work of ['restore', 'list'] as const) {
    const each = (many[work] - few[work]) / (MANY - FEW);
    console.log(`${work}: ${each.toFixed(1)} system calls a process, budget ${budget[work]}`);
    assert.ok(
      each <= budget[work],
      `${work} costs ${each.toFixed(1)} system calls a process, not ${budget[work]}`,
    );
    // A trace that shows nothing must not pass for a cheap daemon.
    assert.ok(each > 1, `${work} was not seen: ${each.toFixed(1)} system calls a process`);
  }
});

test.run();
