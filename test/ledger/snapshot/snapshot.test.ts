import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../../src/errors.ts';
import {
  listSnapshots,
  readNewestGood,
  readSnapshot,
  wasEverSaved,
  writeSnapshot,
} from '../../../src/ledger/snapshot/snapshot.ts';
import { somePayload } from './snapshot-parts.ts';

let home: string;
let folder: string;

test.before.each(() => {
  home = mkdtempSync(join(tmpdir(), 'opm-snapshot-'));
  folder = join(home, 'snapshots');
});
test.after.each(() => rmSync(home, { recursive: true, force: true }));

function save(mark: string, keep = 10) {
  return writeSnapshot({ folder, payload: somePayload(1, mark), keep });
}

function markOf(snapshot: { payload: { instances: { inheritedEnv: Record<string, string> }[] } }) {
  return snapshot.payload.instances[0]?.inheritedEnv.MARK;
}

function fileOf(generation: number): string {
  return join(folder, `snapshot-00000${generation}.json`);
}

async function errorOf(work: Promise<unknown>): Promise<OpmError> {
  try {
    await work;
  } catch (error) {
    assert.instance(error, OpmError);
    return error as OpmError;
  }
  throw new Error('There was no error');
}

test('a saved set comes back from a file that only its owner can read', async () => {
  assert.not(await wasEverSaved(folder));
  const written = await save('one');
  assert.equal(written, { generation: 1, file: fileOf(1) });
  assert.is(statSync(fileOf(1)).mode & 0o777, 0o600);
  assert.is(statSync(folder).mode & 0o777, 0o700);
  assert.equal(readdirSync(folder), ['snapshot-000001.json']);
  const { snapshot, damaged } = await readNewestGood(folder);
  assert.equal(snapshot, { ...written, payload: somePayload(1, 'one') });
  assert.equal(damaged, []);
  assert.ok(await wasEverSaved(folder));
});

test('the newest generations are kept and the newest one is used', async () => {
  for (let i = 1; i <= 5; i += 1) await save(`mark ${i}`, 3);
  assert.equal(
    (await listSnapshots(folder)).map(({ generation }) => generation),
    [3, 4, 5],
  );
  assert.is(markOf((await readNewestGood(folder)).snapshot), 'mark 5');
  assert.is(markOf(await readSnapshot({ folder, generation: 4 })), 'mark 4');
});

test('saves at the same time become one generation each', async () => {
  const written = await Promise.all(['a', 'b', 'c', 'd'].map((mark) => save(mark)));
  assert.equal(
    written.map(({ generation }) => generation),
    [1, 2, 3, 4],
  );
  assert.is(markOf(await readSnapshot({ folder, generation: 2 })), 'b');
});

test('a damaged newest generation is set aside, named each time, and the one before it is used', async () => {
  await save('one');
  await save('two');
  const { size } = statSync(fileOf(2));
  truncateSync(fileOf(2), size - 1);
  const torn = readFileSync(fileOf(2));

  const looked = await readNewestGood(folder, { keepAside: false });
  assert.is(looked.damaged[0]?.keptAs, fileOf(2));
  assert.ok(existsSync(fileOf(2)));

  const first = await readNewestGood(folder);
  assert.is(markOf(first.snapshot), 'one');
  const keptAs = `${fileOf(2)}.damaged`;
  assert.equal(first.damaged, [{ generation: 2, reason: 'its checksum is wrong', keptAs }]);
  assert.equal(readFileSync(keptAs), torn);
  assert.not(existsSync(fileOf(2)));

  const again = await readNewestGood(folder);
  assert.is(markOf(again.snapshot), 'one');
  assert.equal(again.damaged, [{ generation: 2, reason: 'it was found damaged earlier', keptAs }]);

  // Its number is not used again, and once something newer is saved nobody needs to hear of it.
  assert.is((await save('three')).generation, 3);
  assert.equal((await readNewestGood(folder)).damaged, []);
  assert.ok(existsSync(keptAs));
});

test('a file that was set aside is never overwritten, deleted or used', async () => {
  await save('one');
  writeFileSync(`${fileOf(2)}.damaged`, 'first');
  writeFileSync(fileOf(2), 'second');
  const { damaged } = await readNewestGood(folder);
  assert.equal(damaged.map(({ keptAs }) => keptAs).sort(), [
    `${fileOf(2)}.damaged`,
    `${fileOf(2)}.damaged-1`,
  ]);
  for (let i = 0; i < 4; i += 1) await save('more', 1);
  assert.is(readFileSync(`${fileOf(2)}.damaged`, 'utf8'), 'first');
  assert.is(readFileSync(`${fileOf(2)}.damaged-1`, 'utf8'), 'second');
  assert.equal(
    (await listSnapshots(folder)).map(({ generation }) => generation),
    [6],
  );
});

test('with no intact generation left, it says so for each, now and later, and keeps them all', async () => {
  await save('one');
  await save('two');
  for (const generation of [1, 2]) writeFileSync(fileOf(generation), '');
  for (let i = 0; i < 2; i += 1) {
    const error = await errorOf(readNewestGood(folder));
    assert.equal([error.code, error.exitCode], ['NO_GOOD_SNAPSHOT', 65]);
    assert.match(error.message, /generation 2: .*generation 1: /);
    assert.ok(await wasEverSaved(folder));
  }
  assert.is(readdirSync(folder).length, 2);
});

test('a folder in place of a generation counts as damage too', async () => {
  await save('one');
  mkdirSync(fileOf(2));
  const { snapshot, damaged } = await readNewestGood(folder);
  assert.is(markOf(snapshot), 'one');
  assert.match(damaged[0]?.reason ?? '', 'cannot be read');
});

test('a generation of a newer OPM is refused and left untouched', async () => {
  await save('one');
  const content = '{"of":"another shape"}\n';
  const sum = createHash('sha256').update(`opm-snapshot 2\n${content}`).digest('hex');
  writeFileSync(fileOf(2), `opm-snapshot 2 ${sum}\n${content}`);
  for (const read of [() => readNewestGood(folder), () => readSnapshot({ folder, generation: 2 })]) {
    const error = await errorOf(read());
    assert.equal([error.code, error.exitCode], ['SNAPSHOT_NEWER', 65]);
    assert.match(error.message, fileOf(2));
  }
  assert.ok(existsSync(fileOf(2)));
});

test('one generation can be requested; if it is missing, the existing ones are named', async () => {
  await save('one');
  await save('two');
  await save('three');
  writeFileSync(fileOf(2), 'x');
  const damaged = await errorOf(readSnapshot({ folder, generation: 2 }));
  assert.equal([damaged.code, damaged.exitCode], ['SNAPSHOT_DAMAGED', 65]);
  assert.ok(existsSync(fileOf(2)));
  writeFileSync(fileOf(3), '');
  await readNewestGood(folder);
  assert.is((await errorOf(readSnapshot({ folder, generation: 3 }))).code, 'SNAPSHOT_DAMAGED');
  const missing = await errorOf(readSnapshot({ folder, generation: 9 }));
  assert.equal([missing.code, missing.exitCode], ['SNAPSHOT_MISSING', 1]);
  assert.match(missing.message, 'Available: 1');
});

test('if nothing was ever saved, it says so', async () => {
  assert.is((await errorOf(readNewestGood(folder))).code, 'NOTHING_SAVED');
  assert.equal(await listSnapshots(folder), []);
});

test('a set that could not be read back is not saved', async () => {
  await save('one');
  const payload = somePayload(1);
  payload.instances[0]!.spec.minUptimeMs = Number.POSITIVE_INFINITY;
  try {
    await writeSnapshot({ folder, payload, keep: 10 });
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, 'instances.0.spec.minUptimeMs');
  }
  assert.equal(readdirSync(folder), ['snapshot-000001.json']);
});

test('a deleted home is not recreated', async () => {
  rmSync(home, { recursive: true });
  const error = await errorOf(save('one'));
  assert.equal([error.code, error.exitCode], ['SNAPSHOT_UNWRITABLE', 1]);
  assert.not(existsSync(home));
});

test.run();
