import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sourcesInFolder, sourcesOf } from '../../../src/client/logs/log-source.ts';
import { specsFromCommand } from '../../../src/config/instance/from-flags.ts';
import type { Fact } from '../../../src/ledger/facts.ts';
import { encodeLine } from '../../../src/ledger/ledger-line.ts';
import { logLineWriter } from '../../../src/report/log-line.ts';
import { capturedTerminal } from '../captured-terminal.ts';
import { listed, NO_RESTARTS, runIn, type Served, serve } from '../served.ts';

/** Two apps with log files; `api` writes both of its streams into one file. */
async function withLogs(work: (served: Served, logs: string) => Promise<void>): Promise<void> {
  let logs = '';
  const served = await serve({
    list: async () => ({
      entries: [listed({}), listed({ id: 1, name: 'db' })],
      snapshotDiffers: false,
      notices: [],
    }),
    info: async ({ targets }) => {
      const api = { out: join(logs, 'api-0.out.log'), err: join(logs, 'api-0.err.log') };
      const db = { out: join(logs, 'db.log'), err: join(logs, 'db.log') };
      const entries = [
        { ...listed({}), logs: api },
        { ...listed({ id: 1, name: 'db' }), logs: db },
      ].filter(({ name }) => targets.includes('all') || targets.includes(name));
      return entries.map((entry) => ({
        ...entry,
        identity: null,
        command: ['x'],
        cwd: '/',
        lastExit: null,
        restartsBy: NO_RESTARTS,
        maxMemoryBytes: null,
        dependsOn: [],
        port: null,
        user: null,
        pluginEnv: [],
        env: {},
        inheritedEnv: {},
        wanted: 'running' as const,
      }));
    },
  });
  logs = join(served.home, 'logs');
  mkdirSync(logs);
  writeFileSync(
    join(logs, 'api-0.out.log'),
    Array.from({ length: 40 }, (_, index) => `out ${index}\n`).join(''),
  );
  writeFileSync(join(logs, 'api-0.err.log'), 'err one\nerr two');
  writeFileSync(join(logs, 'db.log'), 'db one\n');
  try {
    await work(served, logs);
  } finally {
    await served.close();
  }
}

test('the last 15 lines of every file are shown with their origin', async () => {
  await withLogs(async ({ opm }) => {
    const { code, stdout } = await opm(['logs']);
    assert.is(code, 0);
    const lines = stdout.split('\n');
    assert.is(lines.length, 15 + 2 + 1 + 1);
    assert.is(lines[0], 'api:0     | out 25');
    assert.is(lines[15], 'api:0 err | err one');
    assert.is(lines[16], 'api:0 err | err two');
    assert.is(lines[17], 'db:0      | db one');
  });
});

test('the options select target, number, stream and text', async () => {
  await withLogs(async ({ opm }) => {
    assert.is((await opm(['logs', 'api', '-n', '2', '--out'])).stdout, 'api:0 | out 38\napi:0 | out 39\n');
    assert.is(
      (await opm(['logs', 'api', '-n1', '--err'])).stdout,
      'api:0 err | err one\napi:0 err | err two\n',
    );
    assert.is((await opm(['logs', 'api', '--filter', 'out 7'])).stdout, 'api:0     | out 7\n');
    assert.is((await opm(['logs', 'api', '-n0'])).stdout, 'api:0 err | err two\n');
    assert.match((await opm(['logs', 'db'])).stdout, /^db:0 \| db one\n$/);
  });
});

test('logs --json prints one object per line', async () => {
  await withLogs(async ({ opm }) => {
    const { stdout } = await opm(['logs', 'db', '--json']);
    assert.equal(JSON.parse(stdout), { id: 1, name: 'db', instance: 0, stream: 'both', line: 'db one' });
  });
});

test('Ctrl-C ends following with exit code 130, SIGTERM with 143', async () => {
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    await withLogs(async ({ opm }, logs) => {
      const terminal = capturedTerminal();
      let deliver = (): void => {};
      const write = terminal.out.write;
      terminal.out.write = (text) => {
        write(text);
        if (String(text).includes('something new')) deliver();
        // The last line of the beginning: from now on it follows.
        else if (String(text).includes('db one'))
          writeFileSync(join(logs, 'db.log'), 'something new\n', { flag: 'a' });
      };
      const { code, stdout } = await opm(['logs', 'db', '-f'], {
        terminal,
        interrupts: (interrupt) => {
          deliver = () => interrupt(signal);
        },
      });
      assert.is(code, exitCode);
      assert.is(stdout, 'db:0 | db one\ndb:0 | something new\n');
    });
  }
});

test('following ends when the output is closed', async () => {
  await withLogs(async ({ opm }) => {
    const closing = new AbortController();
    const terminal = { ...capturedTerminal(), closed: closing.signal };
    const write = terminal.out.write;
    terminal.out.write = (text) => {
      write(text);
      closing.abort();
    };
    assert.is((await opm(['logs', 'db', '-f'], { terminal })).code, 0);
  });
});

test('flush empties the files of its targets and no others', async () => {
  await withLogs(async ({ opm }, logs) => {
    assert.is((await opm(['flush', 'api'])).stdout, 'Emptied 2 log files.\n');
    assert.is(readFileSync(join(logs, 'api-0.out.log'), 'utf8'), '');
    assert.is(readFileSync(join(logs, 'db.log'), 'utf8'), 'db one\n');
    assert.equal(JSON.parse((await opm(['flush', '--json'])).stdout).flushed.length, 3);
    assert.is(readFileSync(join(logs, 'db.log'), 'utf8'), '');
  });
});

test('a file that several instances share is shown once', () => {
  const logs = { out: '/l/out', err: '/l/err' };
  const sources = sourcesOf(
    [
      { ...listed({}), logs },
      { ...listed({ id: 1, instance: 1 }), logs },
    ],
    { out: true, err: true },
  );
  assert.equal(
    sources.map(({ path, id }) => `${path} ${id}`),
    ['/l/out 0', '/l/err 0'],
  );
});

test('without a daemon, files in the log folder are found by their names', () => {
  const files = ['db-0.out.log', 'a-b-1.err.log', 'a-b-0.out.log', 'a-b-0.err.log', 'other.txt', 'x.log'].map(
    (name) => ({
      name,
      path: `/l/${name}`,
    }),
  );
  const pick = (targets: string[], streams = { out: true, err: true }) =>
    sourcesInFolder(files, targets, streams).map(({ path }) => path.slice(3));
  assert.equal(pick([]), ['a-b-0.out.log', 'a-b-0.err.log', 'a-b-1.err.log', 'db-0.out.log']);
  assert.equal(pick(['a-b:0']), ['a-b-0.out.log', 'a-b-0.err.log']);
  assert.equal(pick(['db,a-b:1']), ['a-b-1.err.log', 'db-0.out.log']);
  assert.equal(pick(['all'], { out: true, err: false }), ['a-b-0.out.log', 'db-0.out.log']);
  assert.equal(pick(['a']), []);
});

test('without a daemon, the ledger says which instance has which files, even after a rename', async () => {
  await withLogs(async (_served, logs) => {
    const home = mkdtempSync(join(tmpdir(), 'opm-ledger-'));
    const path = join(logs, 'db.log');
    const spec = specsFromCommand({
      target: 'sleep 9',
      args: [],
      options: { name: 'renamed' },
      cwd: home,
      home,
    })[0]!;
    const facts: Fact[] = [
      { op: 'define', id: 4, spec: { ...spec, logs: { out: path, err: path } }, env: null, pluginEnv: [] },
    ];
    writeFileSync(
      join(home, 'ledger.jsonl'),
      facts.map((fact, index) => encodeLine(fact, index + 1)).join(''),
    );
    for (const target of ['4', 'renamed', 'all']) {
      assert.is((await runIn(home, ['logs', target])).stdout, 'renamed:0 | db one\n');
    }
    const unknown = await runIn(home, ['logs', 'db']);
    assert.is(unknown.code, 1);
    assert.match(unknown.stderr, /Nothing matches "db"; there are: renamed/);
    rmSync(home, { recursive: true });
  });
});

test("on a terminal, the app's colours stay and other control characters are made visible", () => {
  const origin = { id: 0, name: 'api', instance: 0, stream: 'out' as const };
  const shown = (isTTY: boolean): string => {
    let text = '';
    const write = (piece: string | Uint8Array): void => {
      text += Buffer.from(piece as string).toString('latin1');
    };
    logLineWriter({ write, color: false, isTTY }, [origin], { json: false })(
      Buffer.from('\u001B[31mred\u001B[0m \u001B[2J\r\xFF', 'latin1'),
      origin,
    );
    return text;
  };
  assert.ok(shown(true).startsWith('api:0 | \u001B[31mred\u001B[0m \\x1b[2J\\x0d'));
  assert.is(shown(false), 'api:0 | \u001B[31mred\u001B[0m \u001B[2J\r\xFF\n');
});

test.run();
