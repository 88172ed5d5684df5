import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreEvent } from '../../../src/protocol/restore-report.ts';
import { cellWidth } from '../../../src/report/cells.ts';
import { restoreFrame } from '../../../src/report/restore/restore-frame.ts';
import { eventLine } from '../../../src/report/restore/restore-lines.ts';
import { newProgress, noteEvent } from '../../../src/report/restore/restore-progress.ts';
import { restoreView } from '../../../src/report/restore/restore-view.ts';
import { RESTORING } from '../../../src/report/restore/restore-wording.ts';
import { capturedTerminal } from '../../commands/captured-terminal.ts';

type Step = Extract<RestoreEvent, { kind: 'step' }>;

const step = (name: string, status: Step['status'], more: Partial<Step> = {}): Step => ({
  kind: 'step',
  name,
  instance: 0,
  id: 0,
  status,
  pid: null,
  ms: null,
  ...more,
});

const progressOf = (...events: RestoreEvent[]) => {
  const progress = newProgress(RESTORING, 0);
  events.forEach((event, index) => {
    noteEvent(progress, event, index * 100);
  });
  return progress;
};

const view = { nowMs: 1000, columns: 60, rows: 10, color: false };

test('the display counts online instances and shows pending ones, longest waiting first', () => {
  const progress = progressOf(
    { kind: 'plan', start: 3, replace: 0, keep: 2, stop: 0, several: ['worker'] },
    step('kept', 'kept'),
    step('db', 'starting'),
    step('db', 'online', { pid: 7, ms: 12 }),
    step('api', 'starting'),
    step('worker', 'starting'),
  );
  assert.equal(restoreFrame(progress, view), [
    '⠋ Restoring: 1/3 online · 1/2 kept · 1.0 s',
    '  api       starting  0.6 s',
    '  worker:0  starting  0.5 s',
  ]);
});

test('the display shows a rollback and failures', () => {
  const progress = progressOf(
    { kind: 'plan', start: 2, replace: 0, keep: 0, stop: 0, several: [] },
    step('api', 'failed', { reason: 'exited with code 3' }),
    { kind: 'rollback', reason: 'api failed' },
    step('db', 'stopping'),
  );
  assert.equal(restoreFrame(progress, view), [
    '⠋ Rolling back: 0 stopped · 1 failed · 1.0 s',
    '  api failed: exited with code 3',
    '  db  stopping  0.7 s',
  ]);
});

test('with a thousand instances, the display fits the terminal and says how many more there are', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `service-with-a-rather-long-name-${index}`);
  const progress = progressOf(
    { kind: 'plan', start: 1000, replace: 0, keep: 0, stop: 0, several: [] },
    ...names.map((name) => step(name, 'starting')),
  );
  for (const [columns, rows] of [
    [80, 24],
    [30, 5],
    [10, 1],
  ] as const) {
    const frame = restoreFrame(progress, { ...view, nowMs: 200_000, columns, rows });
    assert.ok(frame.length <= rows, `${frame.length} lines on ${rows} rows`);
    for (const line of frame)
      assert.ok(cellWidth(line) < columns, `"${line}" does not fit ${columns} columns`);
  }
  assert.is(restoreFrame(progress, { ...view, rows: 24 }).at(-1), '  and 978 more');
});

test('without a terminal, each relevant event is one line', () => {
  const lines: [RestoreEvent, string | null][] = [
    [{ kind: 'waiting', message: 'Waiting for process 7' }, 'Waiting for process 7'],
    [
      { kind: 'plan', start: 1, replace: 2, keep: 3, stop: 4, several: ['web'] },
      'Plan: start 1, replace 2, keep 3, stop 4',
    ],
    [step('api', 'online', { pid: 7, ms: 12 }), 'api online, pid 7, 12 ms'],
    [step('web', 'online', { pid: 8, ms: 12 }), 'web:0 online, pid 8, 12 ms'],
    [{ kind: 'rollback', reason: 'cancelled' }, 'Rolling back: cancelled'],
    [step('api', 'failed', { reason: 'no\u001B[2J' }), 'api failed: no\\x1B[2J'],
    [step('api', 'stopped'), 'api stopped'],
    [step('api', 'starting'), null],
    [step('api', 'kept'), null],
    [{ kind: 'rollback', reason: 'api failed' }, 'Rolling back'],
    [{ kind: 'warning', message: 'old' }, 'warning: old'],
    [{ kind: 'log', plugin: 'notify', level: 'error', message: 'no network' }, '[notify] error: no network'],
    [{ kind: 'hook', plugin: 'p', hook: 'preRestore', status: 'ok', ms: 3 }, null],
    [
      { kind: 'hook', plugin: 'p', hook: 'preRestore', status: 'failed', ms: 3, message: 'veto' },
      '[p] preRestore failed, 3 ms: veto',
    ],
  ];
  const progress = newProgress(RESTORING, 0);
  for (const [event, line] of lines) {
    noteEvent(progress, event, 0);
    assert.is(eventLine(event, progress), line);
  }
});

test('without a terminal, a view writes plain lines, and nothing at its end', () => {
  const terminal = capturedTerminal();
  const shown = restoreView(terminal.err, RESTORING);
  shown.event(step('api', 'online', { pid: 7, ms: 12 }));
  shown.event({ kind: 'warning', message: 'old' });
  shown.end();
  assert.is(terminal.stderr(), 'api online, pid 7, 12 ms\nwarning: old\n');
  assert.equal([...shown.warned], ['old']);
});

test('on a terminal, a view leaves only the permanent lines', () => {
  const terminal = capturedTerminal({ columns: 80, rows: 24 });
  const shown = restoreView(terminal.err, RESTORING);
  shown.event(step('api', 'starting'));
  shown.event({ kind: 'warning', message: 'old' });
  shown.end();
  shown.note('after the end');
  assert.match(terminal.stderr(), /warning: old/);
  assert.ok(terminal.stderr().endsWith('\u001B[?25hafter the end\n'));
});

test.run();
