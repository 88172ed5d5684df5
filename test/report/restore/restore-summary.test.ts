import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreReport } from '../../../src/protocol/restore-report.ts';
import { failureText, restoreSummary, summaryLine } from '../../../src/report/restore/restore-summary.ts';
import { RESTORING, STARTING } from '../../../src/report/restore/restore-wording.ts';

const plain = { color: false, columns: () => Number.POSITIVE_INFINITY };

const entry = (id: number, name: string, pid: number | null, ms: number | null) => ({
  id,
  name,
  instance: 0,
  pid,
  ms,
});

const REPORT: RestoreReport = {
  outcome: 'committed',
  started: [entry(2, 'api', 71, 45.4)],
  replaced: [entry(1, 'db', 70, 30)],
  kept: [entry(0, 'cache', 9, null)],
  stopped: [],
  failed: [],
  hooks: [],
  durationMs: 1520,
  reason: null,
  warnings: [],
};

const shown = { several: [], hasPlan: true, told: new Set<string>() };

test('the final table lists every instance by id, and one line says what was done', () => {
  assert.is(
    restoreSummary(REPORT, RESTORING, plain, shown),
    [
      'id  name   status    pid  ms',
      ' 0  cache  kept        9   -',
      ' 1  db     replaced   70  30',
      ' 2  api    started    71  45',
      'Restored in 1.52 s: 1 started, 1 replaced, 1 kept',
      '',
    ].join('\n'),
  );
});

test('an app with several instances shows the instance number even if only one of them is in the table', () => {
  assert.match(restoreSummary(REPORT, RESTORING, plain, { ...shown, several: ['api'] }), /^ 2 {2}api:0 /m);
});

test('each outcome has its own summary', () => {
  const failed = [{ name: 'api', instance: 1, reason: 'exited with code 3', log: ['Error: boom'] }];
  const none = { started: [], replaced: [], kept: [] };
  assert.is(summaryLine({ ...REPORT, ...none }, RESTORING), 'Restored in 1.52 s: nothing to do');
  assert.is(summaryLine(REPORT, STARTING), 'Started in 1.52 s: 1 started, 1 replaced, 1 kept');
  assert.is(
    summaryLine({ ...REPORT, outcome: 'planned' }, RESTORING),
    'Plan: 1 start, 1 replace, 1 keep. Nothing was changed.',
  );
  assert.is(
    summaryLine({ ...REPORT, outcome: 'partial', failed }, RESTORING),
    'Restored partially in 1.52 s: 1 started, 1 replaced, 1 kept, 1 failed',
  );
  assert.is(
    summaryLine({ ...REPORT, ...none, outcome: 'rolled-back', failed, reason: '"api" exited' }, RESTORING),
    'Rolled back after 1.52 s: "api" exited',
  );
  assert.is(
    summaryLine({ ...REPORT, ...none, outcome: 'rolled-back', reason: 'a plugin says no' }, RESTORING, false),
    'Refused after 1.52 s: a plugin says no',
  );
});

test('a failure names the culprit, the reason and the last lines of its log', () => {
  const failed = [{ name: 'api', instance: 1, reason: 'exited with code 3', log: ['one', '\u001B[31mtwo'] }];
  assert.is(
    failureText({ ...REPORT, failed }, plain, shown),
    'api:1 failed: exited with code 3\n  | one\n  | \\x1B[31mtwo\n',
  );
  assert.is(failureText(REPORT, plain, shown), '');
});

test('the log paths of a started app are shown, unless they are devices', () => {
  const started = { name: 'api', instance: 1, reason: 'exited with code 3', log: [] };
  const textOf = (out: string, err: string) =>
    failureText({ ...REPORT, failed: [{ ...started, logs: { out, err } }] }, plain, shown);
  assert.match(textOf('/l/a.log', '/l/e.log'), /^Logs of api:1: \/l\/e\.log, \/l\/a\.log$/m);
  assert.match(textOf('/l/a.log', '/l/a.log'), /^Logs of api:1: \/l\/a\.log$/m);
  assert.not.match(textOf('/dev/null', '/dev/stderr'), 'Logs of');
});

test('an incomplete rollback says so in its first words', () => {
  const report = { ...REPORT, outcome: 'rolled-back' as const, reason: '"api" exited' };
  assert.is(
    summaryLine({ ...report, notPutBack: ['"db" could not be put back: exited with code 1'] }, RESTORING),
    'Rollback incomplete after 1.52 s: "db" could not be put back: exited with code 1. The restore failed: "api" exited',
  );
});

test('what was already reported is not repeated, but its log is shown; names are those of the lines before', () => {
  const failed = [
    { name: 'api', instance: 0, reason: 'exited with code 3', log: ['one'] },
    { name: 'db', instance: 0, reason: 'cannot start', log: [] },
    { name: 'web', instance: 0, reason: 'is late', log: [] },
  ];
  const told = new Set(['api:0', 'db']);
  assert.is(
    failureText({ ...REPORT, failed }, plain, { several: ['api'], told }),
    'Last lines of api:0:\n  | one\nweb failed: is late\n',
  );
});

test.run();
