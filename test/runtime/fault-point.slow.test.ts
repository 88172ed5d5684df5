import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FAULT_POINTS } from '../../src/runtime/fault-point.ts';
import { processTable } from '../../src/runtime/proc/system.ts';
import { startProgram } from './run-program.ts';

const program = new URL('./fault-point.program.ts', import.meta.url);

async function outputOf(fault: string, ...args: string[]) {
  const running = startProgram(program, { args, env: { OPM_TEST_FAULT: fault } });
  const lines: string[] = [];
  try {
    for (;;) lines.push(await running.nextLine());
  } catch {
    return { lines, ...(await running.ended) };
  }
}

test('nothing happens if no fault is set', async () => {
  const { lines, code } = await outputOf('');
  assert.equal(lines, ['round 1', 'round 2', 'round 3', 'end']);
  assert.is(code, 0);
});

test('a fault kills the process with SIGKILL at the requested moment', async () => {
  const first = await outputOf('lock.linked');
  assert.equal([first.lines, first.signal], [['round 1'], 'SIGKILL']);
  const third = await outputOf('lock.linked:3');
  assert.equal([third.lines.length, third.signal], [3, 'SIGKILL']);
  const fourth = await outputOf('lock.linked:4:kill');
  assert.equal([fourth.lines.length, fourth.signal], [4, null]);
});

test('a fault in another thread kills the whole process', async () => {
  const { lines, signal } = await outputOf('lock.judged:2:kill', 'thread');
  assert.equal([lines, signal], [['round 1', 'round 2'], 'SIGKILL']);
});

test('a fault throws an error, or a disk-full error, and several faults can be set', async () => {
  const { lines } = await outputOf('lock.linked:2:enospc,lock.judged:throw');
  assert.equal(lines, ['round 1', 'Fault point lock.judged', 'round 2', 'ENOSPC', 'round 3', 'end']);
});

test('a fault pauses the process until it is resumed', async () => {
  const running = startProgram(program, { env: { OPM_TEST_FAULT: 'lock.linked:pause' } });
  assert.is(await running.nextLine(), 'round 1');
  while (processTable().stat(running.pid)?.state !== 'T')
    await new Promise((resolve) => setImmediate(resolve));
  process.kill(running.pid, 'SIGCONT');
  assert.is(await running.nextLine(), 'round 2');
  assert.is((await running.ended).code, 0);
});

test('an unknown fault point in the setting is an error', async () => {
  for (const setting of ['lock.nonsense', 'lock.linked:0', 'lock.linked:1:explode', 'lock.linked:1:kill:2']) {
    const { code, errors } = await outputOf(setting);
    assert.is.not(code, 0);
    assert.match(errors, setting);
  }
});

test('the list names every fault point in the sources, and no other', () => {
  const sources = fileURLToPath(new URL('../../src/', import.meta.url));
  const used = new Set<string>();
  for (const entry of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts') || entry.endsWith('fault-point.ts')) continue;
    for (const [, name] of readFileSync(`${sources}${entry}`, 'utf8').matchAll(/faultPoint\(\s*'([^']+)'/g)) {
      used.add(name!);
    }
  }
  assert.equal([...used].sort(), [...FAULT_POINTS].sort());
});

test.run();
