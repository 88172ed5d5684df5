import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../../src/errors.ts';
import type { RestoreRequest } from '../../../src/protocol/intents.ts';
import type { RestoreEvent, RestoreReport } from '../../../src/protocol/restore-report.ts';
import { capturedTerminal } from '../captured-terminal.ts';
import { REPORT } from '../reports.ts';
import { serve } from '../served.ts';

const FAILED: RestoreReport = {
  ...REPORT,
  outcome: 'rolled-back',
  started: [],
  failed: [{ name: 'api', instance: 0, reason: 'exited with code 3', log: ['Error: boom'] }],
  reason: '"api" exited with code 3',
};

const ONLINE: Extract<RestoreEvent, { kind: 'step' }> = {
  kind: 'step',
  name: 'api',
  instance: 0,
  id: 0,
  status: 'online',
  pid: 71,
  ms: 12,
};

/** A folder with a config file in it. */
function withConfig<T>(work: (folder: string, file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'opm-restore-'));
  const file = join(folder, 'fleet.json');
  writeFileSync(file, JSON.stringify({ apps: [{ name: 'api', command: 'sleep 9', instances: 2 }] }));
  return work(folder, file).finally(() => rmSync(folder, { recursive: true }));
}

test('restore requests what its options say', async () => {
  const served = await serve({ restore: async () => ({ report: REPORT, exitCode: 0 }) });
  await served.opm(
    ['resurrect', '-n', '--keep-going', '--prune', '--only', 'a,b', '--timeout', '1m', '--generation=3'],
    {
      env: { OPM_CONFIG: '/not/read.json', COLOUR: 'green' },
    },
  );
  assert.equal(served.requests, [
    {
      intent: 'restore',
      request: {
        source: { kind: 'snapshot', generation: 3 },
        because: '--generation 3',
        dryRun: true,
        keepGoing: true,
        prune: true,
        only: ['a', 'b'],
        timeoutMs: 60_000,
        env: { OPM_HOME: served.home, OPM_CONFIG: '/not/read.json', COLOUR: 'green' },
        caller: { pid: process.pid, command: 'opm restore' },
      },
    },
  ]);
  await served.close();
});

test('restore takes its set from --config, else $OPM_CONFIG, else lets the daemon find it', async () => {
  const served = await serve({ restore: async () => ({ report: REPORT, exitCode: 0 }) });
  const sourceOf = async (words: string[], options: object) => {
    served.requests.length = 0;
    await served.opm(['restore', ...words], options);
    return (served.requests[0]!.request as RestoreRequest).source;
  };
  await withConfig(async (folder, file) => {
    const named = await sourceOf(['--config', 'fleet.json'], {
      cwd: folder,
      env: { OPM_CONFIG: '/no/such' },
    });
    assert.is(named.kind, 'config');
    if (named.kind !== 'config') return;
    assert.is(named.file, file);
    assert.equal(
      named.instances.map(({ name, instance }) => `${name}:${instance}`),
      ['api:0', 'api:1'],
    );
    assert.equal(await sourceOf([], { env: { OPM_CONFIG: file } }), named);
    assert.equal(await sourceOf([], { env: { OPM_CONFIG: '' } }), { kind: 'auto' });
  });
  await served.close();
});

test('a restore says why it uses its source, and which config beside it is not used', async () => {
  const source = { kind: 'snapshot' as const, path: '/home/snapshots/3.json' };
  const served = await serve({
    restore: async ({ because = null }, { emit }) => {
      emit({ kind: 'source', source: { ...source, because } });
      emit({ kind: 'plan', start: 1, replace: 0, keep: 0, stop: 0, several: [], dryRun: true });
      return { report: { ...REPORT, source: { ...source, because } }, exitCode: 0 };
    },
  });
  await withConfig(async (folder, file) => {
    const own = join(folder, 'opm.config.json');
    const because = async (words: string[], env = {}) => {
      const ran = await served.opm(['restore', '--json', ...words], { cwd: folder, env });
      const { source: from } = JSON.parse(ran.stdout) as RestoreReport;
      assert.is(ran.stderr, `Restoring the snapshot ${from?.path} (${from?.because})\n`);
      return from?.because;
    };
    assert.is(await because(['--config', file]), '--config');
    assert.is(await because([], { OPM_CONFIG: file }), '$OPM_CONFIG');
    assert.is(await because(['--generation', '3']), '--generation 3');
    assert.is(await because([]), 'no config was named');
    writeFileSync(own, '{}');
    assert.is(await because([]), `no config was named; to use ${own}, name it with --config`);
    writeFileSync(join(folder, 'opm.config.yaml'), '');
    assert.is(
      await because([]),
      `no config was named; to use one of those in ${folder}, name it with --config`,
    );
  });
  await served.close();
});

test('problems in the command line or config are reported before the daemon is asked', async () => {
  const served = await serve({});
  const both = await served.opm(['restore', '--config', 'x.json', '--generation', '1']);
  assert.is(both.code, 64);
  assert.match(both.stderr, /cannot be combined/);
  assert.is((await served.opm(['restore', '--timeout', 'soon'])).code, 64);
  const missing = await served.opm(['restore', '--config', '/no/such/file.json']);
  assert.is(missing.code, 78);
  assert.match(missing.stderr, /\/no\/such\/file\.json/);
  assert.equal(served.requests, []);
  await served.close();
});

test("progress goes to standard error, the table to standard output, and the exit code is the answer's", async () => {
  const served = await serve({
    restore: async (_request, { emit }) => {
      emit({ kind: 'plan', start: 1, replace: 0, keep: 0, stop: 0, several: [] });
      emit(ONLINE);
      emit({ kind: 'warning', message: 'an older generation' });
      return { report: { ...REPORT, warnings: ['an older generation', 'another thing'] }, exitCode: 2 };
    },
  });
  const { code, stdout, stderr } = await served.opm(['restore']);
  assert.is(code, 2);
  assert.is(stdout, 'id  name  status   pid  ms\n 0  api   started   71  12\nRestored in 20 ms: 1 started\n');
  assert.is(
    stderr,
    'Plan: start 1, replace 0, keep 0, stop 0\napi online, pid 71, 12 ms\nwarning: an older generation\n' +
      'warning: another thing\n',
  );
  await served.close();
});

test('restore --json prints the report and nothing else', async () => {
  const served = await serve({ restore: async () => ({ report: FAILED, exitCode: 1 }) });
  const { code, stdout, stderr } = await served.opm(['restore', '--json']);
  assert.is(code, 1);
  assert.equal(JSON.parse(stdout), FAILED);
  assert.match(stderr, /api failed: exited with code 3\n {2}\| Error: boom\n/);
  await served.close();
});

test('a restore that plugins refuse is not rolled back: it never started', async () => {
  const refused = { ...FAILED, failed: [], reason: 'plugins refuse it' };
  const served = await serve({ restore: async () => ({ report: refused, exitCode: 1 }) });
  const { code, stdout } = await served.opm(['restore', '--dry-run']);
  assert.is(code, 1);
  assert.is(stdout, 'Refused after 20 ms: plugins refuse it\n');
  await served.close();
});

/** A restore that lasts until it is cancelled, and a cancel that may be told to do nothing. */
async function cancellable(answersCancel: boolean) {
  let rollBack = (): void => {};
  const cancelled = new Promise<void>((resolve) => {
    rollBack = resolve;
  });
  let tellBegun = (): void => {};
  const begun = new Promise<void>((resolve) => {
    tellBegun = resolve;
  });
  let tellAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve;
  });
  const served = await serve({
    restore: async (_request, { emit }) => {
      emit({ kind: 'plan', start: 1, replace: 0, keep: 0, stop: 0, several: [] });
      emit({ ...ONLINE, status: 'starting', pid: null, ms: null });
      tellBegun();
      await cancelled;
      emit({ kind: 'rollback', reason: 'cancelled' });
      return { report: { ...FAILED, failed: [], reason: 'cancelled' }, exitCode: 130 };
    },
    cancel: async () => {
      tellAsked();
      if (answersCancel) rollBack();
      return { cancelled: true };
    },
  });
  return { served, begun, asked, rollBack };
}

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} during a restore requests its rollback over a second connection and waits for it`, async () => {
    const { served, begun } = await cancellable(true);
    const { code, stdout, stderr } = await served.opm(['restore'], {
      interrupts: (interrupt) => void begun.then(() => interrupt(signal)),
    });
    assert.is(code, exitCode);
    assert.match(stderr, /Interrupted: rolling back/);
    assert.match(stderr, /Rolling back: cancelled/);
    assert.match(stdout, /^Rolled back after 20 ms: cancelled/m);
    assert.equal(
      served.requests.map(({ intent }) => intent),
      ['restore', 'cancel'],
    );
    await served.close();
  });
}

test('a second Ctrl-C says what is in progress and exits immediately', async () => {
  const { served, begun, asked, rollBack } = await cancellable(false);
  const { code, stderr } = await served.opm(['restore'], {
    interrupts: (interrupt) => {
      void begun.then(() => interrupt('SIGINT'));
      void asked.then(() => interrupt('SIGINT'));
    },
  });
  assert.is(code, 130);
  assert.match(stderr, /Left while the daemon is rolling back/);
  assert.match(stderr, /api starting/);
  rollBack();
  await served.close();
});

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} while a restore waits withdraws only that restore`, async () => {
    let withdraw = (): void => {};
    const withdrawn = new Promise<void>((resolve) => {
      withdraw = resolve;
    });
    const served = await serve({
      restore: async (_request, { emit }) => {
        emit({ kind: 'waiting', message: 'waiting for "opm start" (process 7)' });
        await withdrawn;
        throw new OpmError({
          code: 'RESTORE_WITHDRAWN',
          exitCode: 130,
          message: 'Cancelled before it started',
        });
      },
      cancel: async () => {
        withdraw();
        return { cancelled: true };
      },
    });
    const terminal = capturedTerminal();
    let deliver = (_signal: 'SIGINT' | 'SIGTERM'): void => {};
    const written = terminal.err.write;
    // The message has to have come before the key is pressed.
    terminal.err.write = (text) => {
      written(text);
      if (String(text).includes('waiting for')) deliver(signal);
    };
    const { code, stderr } = await served.opm(['restore'], {
      terminal,
      interrupts: (interrupt) => {
        deliver = interrupt;
      },
    });
    assert.is(code, exitCode);
    assert.match(stderr, /cancelling the wait.*\n.*Cancelled before it started/);
    assert.equal(served.requests[1], {
      intent: 'cancel',
      request: { caller: { pid: process.pid, command: 'opm restore' } },
    });
    await served.close();
  });
}

test('on a terminal, the live display is gone when the result is shown', async () => {
  const served = await serve({
    restore: async (_request, { emit }) => {
      emit(ONLINE);
      return { report: REPORT, exitCode: 0 };
    },
  });
  const terminal = capturedTerminal({ columns: 80, rows: 24 });
  const { code, stdout, stderr } = await served.opm(['restore'], { terminal });
  assert.is(code, 0);
  assert.match(stdout, /Restored in 20 ms: 1 started/);
  assert.ok(stderr.endsWith('\u001B[?25h'), JSON.stringify(stderr));
  await served.close();
});

test.run();
