import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readNewestGood, writeSnapshot } from '../../../src/ledger/snapshot/snapshot.ts';
import { FAULT_POINTS } from '../../../src/runtime/fault-point.ts';
import { startProgram, whyNoNamespaces } from '../../runtime/run-program.ts';
import { somePayload } from './snapshot-parts.ts';

const program = new URL('./snapshot.program.ts', import.meta.url);
const points = FAULT_POINTS.filter((name) => name.startsWith('snapshot.'));

let home: string;
let folder: string;

test.before.each(() => {
  home = mkdtempSync(join(tmpdir(), 'opm-snapshot-'));
  folder = join(home, 'snapshots');
  mkdirSync(folder, { mode: 0o700 });
});
test.after.each(() => rmSync(home, { recursive: true, force: true }));

/** As the program does it, in this process. */
function save(bootId: string) {
  return writeSnapshot({ folder, payload: { ...somePayload(1), bootId }, keep: 3 });
}

async function read(): Promise<string> {
  const { snapshot, damaged } = await readNewestGood(folder);
  return `read ${snapshot.generation} ${snapshot.payload.bootId} ${damaged.length}`;
}

/** What the program said, or the signal that ended it. */
async function run(
  args: string[],
  options: { fault?: string; wrapper?: string[]; runtime?: 'own' | 'bun' } = {},
): Promise<string> {
  const env = { OPM_TEST_FAULT: options.fault ?? '' };
  const { wrapper = [], runtime = 'own' } = options;
  const running = startProgram(program, { args, env, wrapper, runtime });
  const said = await running.nextLine().catch(() => '');
  const { signal } = await running.ended;
  return said === '' ? String(signal) : said;
}

for (const point of points) {
  test(`a save that is killed at ${point} leaves the old set or the new one, and the next save works`, async () => {
    for (const mark of ['a', 'b', 'c']) await save(mark);
    if (point === 'snapshot.kept-aside') {
      truncateSync(join(folder, 'snapshot-000003.json'), 100);
      assert.is(await run(['read', folder], { fault: point, runtime: 'bun' }), 'SIGKILL');
      assert.is(await read(), 'read 2 b 2');
    } else {
      assert.is(await run(['save', folder, 'd'], { fault: point, runtime: 'bun' }), 'SIGKILL');
      const now = await read();
      const before = ['snapshot.created', 'snapshot.written', 'snapshot.synced'].includes(point);
      assert.is(now, before ? 'read 3 c 0' : 'read 4 d 0');
    }
    const { generation } = await save('e');
    assert.is(await read(), `read ${generation} e 0`);
    const left = readdirSync(folder).filter((name) => !name.includes('.damaged'));
    assert.is(left.length, 3);
    assert.ok(
      left.every((name) => /^snapshot-\d{6}\.json$/.test(name)),
      left.join(' '),
    );
  });
}

test('a save during which the disk fills up fails, and the saved set stays', async () => {
  await save('a');
  for (const point of points.filter((name) => !/unlinked|pruned|kept-aside/.test(name))) {
    assert.match(
      await run(['save', folder, 'b'], { fault: `${point}:enospc` }),
      /^SNAPSHOT_UNWRITABLE 1 .*disk is full/,
    );
    assert.equal(readdirSync(folder), ['snapshot-000001.json'], point);
  }
  assert.is(await read(), 'read 1 a 0');
});

test('without a free file descriptor a save fails, says so, and the saved set stays', async () => {
  await save('a');
  const wrapper = ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'];
  const said = await run(['starve', folder, 'b'], { wrapper });
  assert.match(said, /^SNAPSHOT_(UNWRITABLE|UNREADABLE) 1 .*no file descriptors left/);
  assert.is(await read(), 'read 1 a 0');
});

test('a limit on file sizes makes a save fail, and the saved set stays', async () => {
  await save('a');
  const wrapper = ['sh', '-c', 'trap "" XFSZ; ulimit -f 8; exec "$@"', 'sh'];
  assert.match(await run(['save', folder, 'b', '200'], { wrapper }), /^SNAPSHOT_UNWRITABLE 1 /);
  assert.equal(readdirSync(folder), ['snapshot-000001.json']);
  assert.is(await read(), 'read 1 a 0');
});

const noNamespaces = whyNoNamespaces();
if (noNamespaces !== null) {
  console.log(`skipped: snapshots on a full and on a read-only disk (${noNamespaces})`);
} else {
  /** Runs a script on a small disk that is mounted over the home and is gone with the script. */
  const onSmallDisk = (script: string) => [
    'unshare',
    '--mount',
    'sh',
    '-c',
    `mount -t tmpfs -o size=64k none ${home} && mkdir ${folder} && { ${script}; }`,
    'sh',
  ];

  test('on a full disk a save fails, and the saved set stays byte for byte', async () => {
    const kept = join(tmpdir(), `opm-kept-${process.pid}`);
    const script = `"$@" && dd if=/dev/zero of=${home}/fill bs=4k 2>/dev/null
      cp -r ${folder} ${kept}; "$@"; diff -r ${folder} ${kept} && echo same; rm -r ${kept}`;
    const running = startProgram(program, { wrapper: onSmallDisk(script), args: ['save', folder, 'a'] });
    assert.is(await running.nextLine(), 'saved 1');
    assert.match(await running.nextLine(), /^SNAPSHOT_UNWRITABLE 1 .*disk is full/);
    assert.is(await running.nextLine(), 'same');
    await running.ended;
  });

  test('on a disk that became read-only a save fails, and the saved set can be read', async () => {
    const script = `"$@" && mount -o remount,ro ${home}; "$@"; cat ${folder}/snapshot-000001.json | head -c 14; echo`;
    const running = startProgram(program, { wrapper: onSmallDisk(script), args: ['save', folder, 'a'] });
    assert.is(await running.nextLine(), 'saved 1');
    assert.match(await running.nextLine(), /^SNAPSHOT_UNWRITABLE 1 .*read-only/);
    assert.is(await running.nextLine(), 'opm-snapshot 1');
    await running.ended;
    assert.equal(readdirSync(folder), []);
  });
}

test.run();
