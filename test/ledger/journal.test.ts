import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../src/errors.ts';
import type { Fact } from '../../src/ledger/facts.ts';
import { applyFact, emptyState } from '../../src/ledger/fold.ts';
import { Journal } from '../../src/ledger/journal.ts';
import { readLedger } from '../../src/ledger/ledger-file.ts';
import { decodeLedger, encodeLine } from '../../src/ledger/ledger-line.ts';
import { giveRoom, holdRoom } from '../../src/ledger/ledger-room.ts';
import { AT, anyFact, CONTEXT, opened, specOf } from './ledger-parts.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-journal-'));
process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));
let count = 0;

function freshFile(): string {
  count += 1;
  const folder = path.join(root, String(count));
  fs.mkdirSync(folder);
  return path.join(folder, 'ledger.jsonl');
}

function define(id: number, name = 'api'): Fact {
  return { op: 'define', id, spec: specOf({ name }), env: null, pluginEnv: [] };
}

function reopened(file: string) {
  const opening = Journal.open(file);
  opening.journal.close();
  return { state: opening.journal.state, damage: opening.damage, keptAs: opening.keptAs };
}

test('the fold is the same whatever the batch boundaries', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyFact, fc.constantFrom('append', 'record', 'flush')), { maxLength: 30 }),
      async (generated) => {
        const steps = JSON.parse(JSON.stringify(generated)) as typeof generated;
        const file = freshFile();
        const { journal } = Journal.open(file);
        const straight = emptyState();
        for (const [fact, how] of steps) {
          applyFact(straight, structuredClone(fact));
          if (how === 'append') await journal.append([fact]);
          else journal.record([fact]);
          if (how === 'flush') journal.flush();
        }
        journal.flush();
        assert.equal(journal.state, straight);
        journal.close();
        const { state, damage } = reopened(file);
        assert.equal(damage, []);
        assert.equal(
          JSON.parse(JSON.stringify([...state.instances])),
          JSON.parse(JSON.stringify([...straight.instances])),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('facts queued in one turn are written in order with one write', async () => {
  const file = freshFile();
  const { journal } = Journal.open(file);
  const first = journal.append([opened(), define(0)]);
  const second = journal.append([define(1)]);
  const before = fs.statSync(file).size;
  await Promise.all([first, second]);
  assert.ok(fs.statSync(file).size > before);
  const numbers = decodeLedger(fs.readFileSync(file, 'utf8')).facts.map(({ n }) => n);
  assert.equal(
    numbers,
    [...numbers].sort((a, b) => a - b),
  );
  assert.is(new Set(numbers).size, numbers.length);
  journal.close();
});

test('only its owner can use the file', () => {
  const file = freshFile();
  reopened(file);
  assert.is(fs.statSync(file).mode & 0o777, 0o600);
});

test('a ledger truncated at any byte opens, keeps its complete lines, reports the loss and keeps the file', () => {
  const lines = [opened(), define(0), define(1, 'b'), { op: 'forget', id: 0 } as Fact].map((fact, i) =>
    encodeLine(fact, i + 1),
  );
  const whole = lines.join('');
  for (let size = 0; size < whole.length; size += 1) {
    let end = 0;
    const survivors = lines.filter((line) => {
      end += line.length;
      return end <= size;
    });
    const isAtBorder = size > 0 && survivors.join('').length === size;
    const decoded = decodeLedger(whole.slice(0, size));
    assert.is(decoded.facts.length, survivors.length, `cut at ${size}`);
    assert.is(decoded.damage.length > 0 || size === 0, !isAtBorder, `cut at ${size}`);
    // Every cut is decoded; a disk that is told to sync a thousand times would take its time.
    if (size % 23 !== 0 && !isAtBorder) continue;
    const file = freshFile();
    fs.writeFileSync(file, whole.slice(0, size));
    const { state, damage, keptAs } = reopened(file);
    assert.is(damage.length > 0, !isAtBorder, `cut at ${size}`);
    if (!isAtBorder) assert.is(fs.readFileSync(keptAs ?? '', 'utf8'), whole.slice(0, size));
    assert.is(state.instances.has(0), survivors.length >= 2, `cut at ${size}`);
    assert.is(reopened(file).damage.length, 0, 'the new file is sound');
  }
});

test('any flipped byte costs at most its own line and is reported', () => {
  const facts = [opened(), define(0), define(1), define(2)];
  const whole = Buffer.from(facts.map((fact, i) => encodeLine(fact, i + 1)).join(''));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const bytes = Buffer.from(whole);
      bytes[at] = bytes[at]! ^ mask;
      const file = freshFile();
      fs.writeFileSync(file, bytes);
      const { state, damage, keptAs } = reopened(file);
      assert.ok(damage.length > 0);
      assert.equal(fs.readFileSync(keptAs ?? ''), bytes);
      // A newline that is gone joins two lines; nothing else can take more than one.
      assert.ok(state.instances.size >= 1);
    }),
    { numRuns: 60 },
  );
});

test('repeated or misplaced lines are corrected and reported', () => {
  const lines = [opened(), define(0), { op: 'want', id: 0, want: 'running' } as Fact].map((fact, i) =>
    encodeLine(fact, i + 1),
  );
  const file = freshFile();
  fs.writeFileSync(file, [lines[0], lines[2], lines[1], lines[2]].join(''));
  const { state, damage } = reopened(file);
  assert.is(state.instances.get(0)?.want, 'running');
  assert.match(damage.join(), /repeated or out of order/);
});

test('a missing line in the middle is reported', () => {
  const lines = [opened(), define(0), define(1)].map((fact, i) => encodeLine(fact, i + 1));
  const file = freshFile();
  fs.writeFileSync(file, `${lines[0]}${lines[2]}`);
  assert.match(reopened(file).damage.join(), /1 line is missing/);
});

test('a ledger of a newer version is refused and left untouched', () => {
  const file = freshFile();
  const text = encodeLine({ ...opened(), version: 99 } as Fact, 1);
  fs.writeFileSync(file, text);
  try {
    Journal.open(file);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).exitCode, 65);
    assert.match((error as OpmError).message, /version 99/);
  }
  assert.is(fs.readFileSync(file, 'utf8'), text);
  assert.equal(fs.readdirSync(path.dirname(file)), ['ledger.jsonl']);
});

test('an ordinary open changes nothing in the file', () => {
  const file = freshFile();
  reopened(file);
  const before = fs.readFileSync(file, 'utf8');
  assert.is(reopened(file).keptAs, null);
  assert.is(fs.readFileSync(file, 'utf8'), before);
});

test('a long ledger of short-lived facts is compacted and stays small', async () => {
  const file = freshFile();
  const { journal } = Journal.open(file);
  await journal.append([opened(), define(0)]);
  const exit = { code: 1, signal: null, unknown: false, reason: null };
  for (let i = 0; i < 12_000; i += 1) {
    const token = `token-${i}`;
    journal.record([
      { op: 'intent', id: 0, token, restart: true, at: AT },
      { op: 'release', id: 0, token, exit, settled: null, at: AT },
    ]);
    if (i % 100 === 0) journal.flush();
  }
  journal.close();
  assert.ok(fs.statSync(file).size < 1_200_000, `${fs.statSync(file).size} bytes`);
  assert.is(readLedger(file)?.state.instances.get(0)?.restarts, 12_000);
});

test('reserved space that is not returned causes no report', async () => {
  const file = freshFile();
  const { journal } = Journal.open(file);
  journal.ensureRoom(100);
  await journal.append([opened(), define(0)]);
  journal.ensureRoom(100);
  journal.close();
  const size = fs.statSync(file).size;
  fs.appendFileSync(file, '\n'.repeat(5000));
  const { state, damage } = reopened(file);
  assert.ok(size < 5000, 'the room is given back');
  assert.equal([damage, state.instances.size], [[], 1]);
});

const steps = { define: [], start: [0], replace: [], stop: [] };

test('space is reserved until released, even by the next daemon while a restore is open', async () => {
  const file = freshFile();
  const room = `${file}.room`;
  const { journal } = Journal.open(file);
  await journal.append([opened(), define(0)]);
  holdRoom(file, 100);
  assert.is(fs.statSync(room).size, 16_384 + 100 * 512);
  assert.is(fs.statSync(room).mode & 0o777, 0o600);
  giveRoom(file);
  giveRoom(file);
  assert.not.ok(fs.existsSync(room));
  holdRoom(file, 100);
  await journal.append([{ op: 'begin', restore: 'r', context: CONTEXT, steps, keepGoing: false, at: AT }]);
  journal.close();
  const next = Journal.open(file).journal;
  assert.ok(fs.existsSync(room), 'the restore is open');
  await next.append([{ op: 'commit', restore: 'r', at: AT }]);
  next.close();
  Journal.open(file).journal.close();
  assert.not.ok(fs.existsSync(room), 'nothing is open any more');
});

test('ids are never given twice, even while facts are in flight', async () => {
  const { journal } = Journal.open(freshFile());
  const first = journal.allocateId();
  const second = journal.allocateId();
  assert.is.not(first, second);
  await journal.append([opened(), define(second)]);
  assert.ok(journal.allocateId() > second);
  journal.close();
});

test.run();
