import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfig } from '../../src/config/load.ts';
import { OpmError } from '../../src/errors.ts';
import { inFolder } from './temp-folder.ts';

/** Whatever is in a file: a config comes out, or one error with exit code 78. */
async function neverCrashes(file: string, content: string | Uint8Array): Promise<void> {
  writeFileSync(file, content);
  try {
    await loadConfig({ file, home: '/h', env: {} });
  } catch (error) {
    assert.instance(error, OpmError, `${JSON.stringify(content).slice(0, 500)} ${(error as Error).stack}`);
    assert.is((error as OpmError).exitCode, 78);
  }
}

const EXTENSIONS = ['json', 'jsonc', 'yaml', 'toml', 'pm2', 'dump', 'hcl', 'conf'];
const TOKENS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    ':',
    ',',
    '=',
    '"',
    "'",
    '\n',
    ' ',
    '-',
    '#',
    '/*',
    '//',
    '&a',
    '*a',
    '<<',
    '|',
    '\\',
    '\t',
  ],
  ...[
    'apps',
    'name',
    'command',
    'env',
    'script',
    'process',
    'Some',
    'pm_exec_path',
    'null',
    'true',
    '0',
    '1e999',
    '[[apps]]',
  ],
];

test('random bytes and random texts never crash a load', async () => {
  await inFolder({}, async (folder) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...EXTENSIONS),
        fc.oneof(
          fc.uint8Array(),
          fc.string(),
          fc.string({ unit: fc.constantFrom(...TOKENS), maxLength: 60 }),
        ),
        (extension, content) => neverCrashes(join(folder, `a.${extension}`), content),
      ),
      { numRuns: 300 },
    );
  });
});

const value = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(
      null,
      true,
      '',
      'x',
      'node x.js',
      '"',
      -1,
      0,
      3,
      1e9,
      '10s',
      'all',
      '8080',
      'a:1',
      'SIGTERM',
      'cluster',
      'max',
    ),
    fc.string(),
    fc.double(),
  ),
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.oneof(fc.constantFrom('name', 'tcp', 'timeout', 'policy', 'PORT', '__proto__'), fc.string()),
    tie('node'),
    {
      maxKeys: 4,
    },
  ),
})).node;

const KEYS = {
  own: [
    'name',
    'command',
    'shell',
    'cwd',
    'instances',
    'port',
    'env',
    'envFile',
    'inheritEnv',
    'dependsOn',
    'ready',
    'restart',
    'stop',
    'logs',
    'user',
  ],
  pm2: [
    'script',
    'name',
    'args',
    'instances',
    'exec_mode',
    'interpreter',
    'env',
    'port',
    'cwd',
    'wait_ready',
    'out_file',
    'merge_logs',
    'min_uptime',
    'max_restarts',
    'stop_exit_codes',
    'cron_restart',
    'increment_var',
    'uid',
  ],
  dump: [
    'pm_exec_path',
    'name',
    'args',
    'env',
    'pm_cwd',
    'exec_interpreter',
    'status',
    'instance_var',
    'merge_logs',
    'pm_out_log_path',
    'uid',
  ],
  rust: ['script', 'name', 'env', 'path', 'running', 'watch', 'agent_id'],
};

/** An app with the keys of one tool and anything as their values. */
const appWith = (keys: string[]) => fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 8 });

test('the keys of a config with any values never crash a load', async () => {
  const content = fc.oneof(
    fc.record(
      {
        apps: fc.oneof(fc.array(appWith(KEYS.own), { maxLength: 3 }), value),
        settings: value,
        plugins: value,
      },
      { requiredKeys: ['apps'] },
    ),
    fc.record({
      apps: fc.oneof(fc.array(appWith(KEYS.pm2), { minLength: 1, maxLength: 3 }), appWith(KEYS.pm2)),
    }),
    fc.array(
      appWith(KEYS.dump).map((app) => ({ pm_exec_path: '/bin/x', ...app })),
      { maxLength: 3 },
    ),
    fc.record({
      id: fc.constant({ counter: 1 }),
      list: fc.dictionary(fc.string(), appWith(KEYS.rust), { maxKeys: 3 }),
    }),
    fc.record({ process: fc.array(appWith(KEYS.rust), { maxLength: 3 }) }),
  );
  await inFolder({}, async (folder) => {
    await fc.assert(
      fc.asyncProperty(content, (one) => neverCrashes(join(folder, 'a.json'), JSON.stringify(one))),
      { numRuns: 600 },
    );
  });
});

test('text nested thousands of levels deep is rejected before a parser sees it', async () => {
  await inFolder({}, async (folder) => {
    for (const extension of EXTENSIONS) {
      for (const open of ['[', '{"a":', '(', 'a = [', '- ', '? ', 'process "a" { b {']) {
        await neverCrashes(join(folder, `a.${extension}`), open.repeat(100_000));
      }
    }
    const file = join(folder, 'a.json');
    for (const [depth, code] of [
      [100_000, 'CONFIG_BROKEN'],
      [400, 'CONFIG_INVALID'],
    ] as const) {
      writeFileSync(file, `{"apps": ${'['.repeat(depth)}${']'.repeat(depth)}}`);
      const error = await loadConfig({ file, home: '/h', env: {} }).catch((caught: unknown) => caught);
      assert.is((error as OpmError).code, code);
    }
  });
});

test.run();
