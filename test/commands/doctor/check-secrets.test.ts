import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkSecrets } from '../../../src/commands/doctor/check-secrets.ts';
import type { Fact } from '../../../src/ledger/facts.ts';
import { encodeLine } from '../../../src/ledger/ledger-line.ts';
import { CONTEXT, opened, specOf } from '../../ledger/ledger-parts.ts';

const test = suite<{ home: string }>('doctor: secrets');
test.before.each((context) => {
  context.home = mkdtempSync(join(tmpdir(), 'opm-secrets-'));
});
test.after.each(({ home }) => rmSync(home, { recursive: true }));

function ledger(home: string, ...facts: Fact[]): void {
  const lines = [opened(), ...facts].map((fact, index) => encodeLine(fact, index + 1));
  writeFileSync(join(home, 'ledger.jsonl'), lines.join(''), { mode: 0o600 });
}

test('it names the secrets that the ledger has, and says how to keep them out', async ({ home }) => {
  const vars = { PATH: '/bin', GITHUB_TOKEN: 'x' };
  const env = { DB_PASSWORD: 'p', LOG: 'info' };
  ledger(
    home,
    { op: 'env', key: 'e', vars },
    { op: 'define', id: 0, spec: specOf({ env }), env: 'e', pluginEnv: [] },
  );
  mkdirSync(join(home, 'snapshots'));
  const [finding, ...others] = await checkSecrets(home);
  assert.equal(others, []);
  assert.is(finding!.status, 'ok');
  assert.match(
    finding!.message,
    /^The ledger has the values of DB_PASSWORD, GITHUB_TOKEN; nobody else can read them\. .*inheritEnv/,
  );
});

test('a config or an env file with secrets that others can read is a warning', async ({ home }) => {
  const [config, open, closed] = ['opm.config.json', 'open.env', 'closed.env'].map((name) =>
    join(home, name),
  );
  for (const file of [config!, open!, closed!]) writeFileSync(file, '', { mode: 0o644 });
  chmodSync(closed!, 0o600);
  const spec = specOf({
    env: { API_KEY: 'k', SESSION_SECRET: 's' },
    envFiles: { paths: [open!, closed!], names: ['SESSION_SECRET'] },
  });
  const steps = { define: [0], start: [], replace: [], stop: [] };
  const context = { ...CONTEXT, source: { kind: 'config' as const, path: config! } };
  ledger(
    home,
    { op: 'begin', restore: 'r', context, steps, keepGoing: false, at: '' },
    { op: 'define', id: 0, spec, env: null, pluginEnv: [] },
    { op: 'commit', restore: 'r', at: '' },
  );
  const warnings = (await checkSecrets(home))
    .filter(({ status }) => status === 'warn')
    .map((one) => one.message);
  assert.equal(warnings, [
    `${open} sets SESSION_SECRET and can be read by other users. Close it: chmod 600 ${open}`,
    `${config} sets API_KEY and can be read by other users. Close it: chmod 600 ${config}`,
  ]);
});

test('without a ledger there is nothing to say, and one of a newer version is a warning', async ({
  home,
}) => {
  assert.equal(await checkSecrets(home), []);
  ledger(home);
  assert.equal(
    (await checkSecrets(home)).map(({ status }) => status),
    ['ok'],
  );
  ledger(home, { ...opened(), version: 99 } as Fact);
  assert.equal(
    (await checkSecrets(home)).map(({ check, status }) => [check, status]),
    [['ledger', 'warn']],
  );
});

test.run();
