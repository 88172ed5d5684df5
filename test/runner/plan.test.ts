import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isQuick, planTasks, runnerRuntime } from './plan.ts';
import { SUBJECTS, type Subject } from './subject.ts';
import { testEnvironment } from './test-environment.ts';

const FILES = [
  'plugins/notify/notify.test.ts',
  'test/e2e/restore.serial.test.ts',
  'test/faults/races.test.ts',
  'test/ledger/fold.test.ts',
  'test/models/models.test.ts',
  'test/attacks/logs.test.ts',
  'test/runtime/native/pidfd.test.ts',
];

const plan = (filters: string[], subjects: Subject[] = [...SUBJECTS]) =>
  planTasks({ files: FILES, filters, subjects, env: {} });
const own = runnerRuntime();
const titles = (filters: string[], subjects?: Subject[]): string[] =>
  plan(filters, subjects).map((task) => task.title);

test('without filters everything runs: checks, faults and models once, attacks on Node and the executable, the program in every form, unit tests on Node and Deno, those of native calls on Bun too', () => {
  assert.equal(titles([]), [
    'build',
    'compile',
    'types (tsc)',
    'types (deno)',
    'unused code',
    'unused code without tests',
    'lint and format',
    'test/faults/races.test.ts (executable)',
    'test/attacks/logs.test.ts (node)',
    'test/attacks/logs.test.ts (executable)',
    'test/e2e/restore.serial.test.ts (node)',
    'test/e2e/restore.serial.test.ts (deno)',
    'test/e2e/restore.serial.test.ts (executable)',
    'test/models/models.test.ts',
    'plugins/notify/notify.test.ts (node)',
    'plugins/notify/notify.test.ts (deno)',
    'test/ledger/fold.test.ts (node)',
    'test/ledger/fold.test.ts (deno)',
    'test/runtime/native/pidfd.test.ts (node)',
    'test/runtime/native/pidfd.test.ts (deno)',
    'test/runtime/native/pidfd.test.ts (bun)',
  ]);
});

test('with a filter only matching tests run, and the checks they depend on', () => {
  assert.equal(titles(['ledger/']), ['test/ledger/fold.test.ts (node)', 'test/ledger/fold.test.ts (deno)']);
  assert.equal(titles(['e2e/'], ['executable']), [
    'build',
    'compile',
    'test/e2e/restore.serial.test.ts (executable)',
  ]);
  assert.equal(titles(['e2e/'], ['deno']), ['test/e2e/restore.serial.test.ts (deno)']);
  assert.equal(titles(['no such file']), []);
});

test("unit tests of the runner's own runtime run in its workers, unless they change their process", async () => {
  const given: string[] = [];
  const run = async (file: string) => {
    given.push(file);
    return { exitCode: 0, signal: null, output: '', ms: 0, deadlineMs: null, leftBehind: [] };
  };
  const files = [...FILES, 'test/runtime/native/signals.test.ts'];
  const workers = { run, close: async () => [] };
  const tasks = planTasks({
    files,
    filters: [],
    subjects: [...SUBJECTS],
    env: {},
    workers,
    withChecks: false,
  });
  const mine = tasks.filter(
    ({ title }) => /^(?:plugins|test.ledger)/.test(title) && title.endsWith(`(${own})`),
  );
  for (const task of mine) await task.run();
  assert.equal(given, ['plugins/notify/notify.test.ts', 'test/ledger/fold.test.ts']);
});

test('quick runs unit tests, including slow ones if a path is given', () => {
  assert.ok(isQuick('test/ledger/fold.test.ts', []));
  assert.not.ok(isQuick('test/hooks/zoo.slow.test.ts', []));
  assert.ok(isQuick('test/hooks/zoo.slow.test.ts', ['test/hooks']));
  assert.not.ok(isQuick('test/e2e/restore.serial.test.ts', ['test/e2e']));
});

test('the checks can be left out', () => {
  const tasks = planTasks({ files: FILES, filters: [], subjects: ['deno'], env: {}, withChecks: false });
  assert.ok(tasks.every(({ kind }) => kind === 'test'));
});

test('a serial file runs alone', () => {
  assert.equal(
    plan([])
      .filter((task) => task.alone)
      .map((task) => task.title.split(' ')[0]),
    Array(3).fill('test/e2e/restore.serial.test.ts'),
  );
});

test('no variable of OPM, npm or a surrounding test run reaches a test', () => {
  const caller = {
    PATH: '/bin',
    OPM_HOME: '/x',
    npm_lifecycle_event: 'test',
    NODE_OPTIONS: '--inspect',
    FORCE_COLOR: '1',
  };
  const env = testEnvironment({ ...caller, npm_config_registry: 'r', TEST_TRACE: 'a' }, '/tmp/h');
  assert.equal(Object.keys(env).sort(), [
    'DENO_DIR',
    'HOME',
    'NO_COLOR',
    'PATH',
    'npm_config_cache',
    'npm_config_registry',
  ]);
  assert.is(env.HOME, '/tmp/h');
});

test('a whole run can go without what the kernel offers, and a seed can be played again', () => {
  const env = testEnvironment({ OPM_TEST_NATIVE_OFF: 'pidfd', OPM_FAULT_SEED: '7' }, '/tmp/h');
  assert.equal([env.OPM_TEST_NATIVE_OFF, env.OPM_FAULT_SEED], ['pidfd', '7']);
});

test('another executable can be set with one variable, from any folder', () => {
  const env = testEnvironment({ OPM_EXECUTABLE: 'elsewhere/opm' }, '/tmp/h');
  assert.is(env.OPM_EXECUTABLE, `${process.cwd()}/elsewhere/opm`);
});

test.run();
