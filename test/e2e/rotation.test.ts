import * as fs from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { generationsOf } from '../../src/logs/log-generations.ts';
import { wholeLog } from '../logs/whole-log.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('rotation');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const isRoot = process.geteuid?.() === 0;
const NOBODY = 65_534;

/** Writes 60,000 lines, then waits. */
const WRITER = "seq -f 'line %.0f of many' 0 59999; exec sleep 1000";

const expected = (): string =>
  Array.from({ length: 60_000 }, (_, index) => `line ${index} of many\n`).join('');

/** Such an app, whose log is rotated at 64 KiB. */
const app = (logs: object = {}, more: object = {}) => ({
  ...{ name: 'talker', command: WRITER, shell: true, minUptime: '1ms', logs: { maxSize: '64K', ...logs } },
  ...more,
});

test('a log is rotated while its app keeps writing, across the death of the daemon, and nothing is lost', async ({
  lab,
}) => {
  await lab.restore(lab.config([app()]));
  const { pid, logs } = await lab.info('talker');
  await until(() => generationsOf(logs.out).length > 0, 'the log is rotated');
  await lab.killDaemon();
  await lab.ok(['daemon', 'start']);
  await lab.ok(['rotate']);
  const info = await lab.info('talker');
  assert.is(info.pid, pid);
  assert.is(info.restarts, 0);
  await until(() => wholeLog(logs.out).endsWith('line 59999 of many\n'), 'all is written');
  assert.is(wholeLog(logs.out), expected());
  const { size, blocks } = fs.statSync(logs.out);
  assert.ok(Math.min(size, blocks * 512) < 64 * 1024);
  const shown = await lab.ok(['logs', 'talker', '--out', '-n', '59990']);
  assert.match(shown.split('\n')[0]!, /^talker.* \| line 10 of many$/);
  assert.is(shown.trimEnd().split('\n').length, 59_990);
  const mode = fs.statSync(generationsOf(logs.out)[0]!.path).mode & 0o777;
  assert.is(mode, 0o600);
});

test('rotate reports what it did, and a changed rotation takes effect without a new process', async ({
  lab,
}) => {
  await lab.restore(lab.config([app({ maxSize: '1G' })]));
  const { pid, logs } = await lab.info('talker');
  await until(() => fs.readFileSync(logs.out, 'utf8').endsWith('line 59999 of many\n'), 'all is written');
  const report = JSON.parse(await lab.ok(['rotate', 'talker', '--json']));
  assert.equal(report.problems, []);
  assert.equal(
    report.rotated.map(({ path }: { path: string }) => path),
    [logs.out],
  );
  assert.ok(report.rotated[0].generation.endsWith('Z.gz'));
  assert.match(await lab.ok(['rotate', 'talker']), /^Rotated 0 log files\.\n$/);
  fs.appendFileSync(logs.out, 'x'.repeat(100_000));
  const { report: again } = await lab.restore(lab.config([app({ compress: false })]));
  assert.equal([again.kept.length, again.started.length], [1, 0]);
  await until(() => generationsOf(logs.out).length === 2, 'it is rotated at its new size');
  assert.is((await lab.info('talker')).pid, pid);
  assert.ok(generationsOf(logs.out)[1]!.path.endsWith('Z'));
  await lab.ok(['flush', 'talker']);
  assert.is(fs.statSync(logs.out).size, 0);
});

(isRoot ? test : test.skip)(
  'root rotates a log in the folder of another user with the rights of that user',
  async ({ lab }) => {
    const folder = join(lab.folder, 'theirs');
    fs.mkdirSync(folder);
    fs.chownSync(folder, NOBODY, NOBODY);
    const out = join(folder, 'talker.log');
    await lab.restore(lab.config([app({ out, err: out }, { user: 'nobody' })]));
    await until(() => generationsOf(out).length > 0, 'the log is rotated');
    for (const name of fs.readdirSync(folder)) {
      if (name !== 'talker.log') assert.is(fs.statSync(join(folder, name)).uid, NOBODY, name);
    }
    await until(() => wholeLog(out).endsWith('line 59999 of many\n'), 'all is written');
    assert.is(wholeLog(out), expected());
  },
);

test('what cannot be rotated is refused with the reason', async ({ lab }) => {
  assert.match((await lab.opm(['rotate', 'nobody'])).stderr, /nobody/);
  await lab.restore(lab.config([{ ...app(), logs: { out: '/dev/null', err: '/dev/null' } }]));
  assert.match(await lab.ok(['rotate']), /^Rotated 0 log files\.\n$/);
});

test.run();
