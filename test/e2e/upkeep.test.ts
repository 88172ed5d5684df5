import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('upkeep');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const statusOf = async (lab: Lab) => (await lab.info('picky')).status;

/** The first time, a child of it keeps 80 MB of text in its memory, since nobody ends the line. */
const GREEDY = `
test -e grown && exec sleep 1000
touch grown
{ head -c 80000000 /dev/zero; sleep 1000; } | tail -n 1
`;

test('an app whose children use too much memory is restarted without counting as a crash', async ({
  lab,
}) => {
  const command = ['sh', lab.write('greedy.sh', GREEDY)];
  const config = {
    settings: { sampleEvery: '100ms' },
    apps: [{ name: 'greedy', command, cwd: lab.folder, minUptime: '1ms', maxMemory: '40M' }],
  };
  await lab.restore(lab.write('opm.config.json', JSON.stringify(config)));
  await until(async () => (await lab.info('greedy')).restartsBy.memory === 1, 'it is restarted');
  await until(async () => (await lab.info('greedy')).status === 'online', 'it is online again');
  const info = await lab.info('greedy');
  assert.equal([info.restarts, info.restartsBy.crash], [1, 0]);
  assert.match(
    info.lastExit?.reason ?? '',
    /^used \d+(\.\d)?M in 3 processes, more than its maxMemory of 40M$/,
  );
  assert.ok(info.memoryBytes! < 40 * 1024 ** 2);
  assert.is(lab.leaders().length, 1);
});

/** Fails as long as its file says so. */
const PICKY = `
grep -q bad picky.txt && exit 3
echo up; exec sleep 1000
`;

test('an app is restarted when its files change, and an errored one gets another chance', async ({ lab }) => {
  const folder = `${lab.folder}/app`;
  mkdirSync(`${folder}/node_modules`, { recursive: true });
  writeFileSync(`${folder}/picky.txt`, 'good');
  const app = {
    ...{ name: 'picky', command: ['sh', lab.write('picky.sh', PICKY)], cwd: 'app', ready: { log: '^up$' } },
    ...{ watch: { delay: '100ms', ignore: ['*.tmp'] }, restart: { maxRestarts: 0 } },
  };
  await lab.restore(lab.config([app]));
  const watched = async () => (await lab.info('picky')).restartsBy.watch;
  // When a new watch is complete nobody is told, so the file is saved until it is seen; not again before it could be.
  const save = () => {
    writeFileSync(`${folder}/new.txt`, 'good');
    renameSync(`${folder}/new.txt`, `${folder}/picky.txt`);
    return performance.now();
  };
  let savedMs = save();
  await until(async () => {
    if ((await watched()) > 0) return true;
    if (performance.now() - savedMs > 5000) savedMs = save();
    return false;
  }, 'a change is seen');
  await until(async () => (await statusOf(lab)) === 'online', 'it is online again');
  const before = await watched();

  for (let index = 0; index < 300; index += 1) writeFileSync(`${folder}/${index}.txt`, 'x');
  writeFileSync(`${folder}/node_modules/x.js`, 'x');
  await until(async () => (await watched()) > before, 'it is restarted');
  await until(async () => (await statusOf(lab)) === 'online', 'it is online again');
  assert.is(await watched(), before + 1);
  assert.match((await lab.info('picky')).lastExit?.reason ?? '', /^saw ".*\.txt" and \d+ more change$/);

  writeFileSync(`${folder}/picky.txt`, 'bad');
  await until(async () => (await statusOf(lab)) === 'errored', 'it is given up');
  writeFileSync(`${folder}/picky.txt`, 'good');
  await until(async () => (await statusOf(lab)) === 'online', 'it is tried again');
});

test('a missing watched path is reported before anything is started', async ({ lab }) => {
  const app = { name: 'lost', command: 'sleep 1000', watch: ['nowhere'] };
  const { code, stderr } = await lab.opm(['restore', '--config', lab.config([app])]);
  assert.is(code, 1);
  assert.match(
    stderr,
    /Cannot start "lost": ".*\/nowhere", which it is to watch, does not exist: create it, or/,
  );
});

test('an app that is paused does not stay online for ever where it has a liveness check', async ({ lab }) => {
  const app = {
    ...{ name: 'picky', command: 'sleep 1000', minUptime: '1ms' },
    liveness: { exec: 'true', every: '100ms', failures: 2 },
  };
  await lab.restore(lab.config([app]));
  const [before] = lab.leaders();
  process.kill(before!.pid, 'SIGSTOP');
  await until(async () => (await lab.info('picky')).restartsBy.liveness === 1, 'it is restarted');
  await until(async () => (await statusOf(lab)) === 'online', 'it is online again');
  assert.is.not(lab.leaders()[0]!.pid, before!.pid);
  assert.match(
    (await lab.info('picky')).lastExit!.reason!,
    /failed its liveness check 2 times in a row: .*SIGSTOP/,
  );
});

test.run();
