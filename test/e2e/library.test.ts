import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { currentSubject, ROOT } from '../runner/subject.ts';
import { Lab } from './lab.ts';

type Library = typeof import('../../src/index.ts');

/** The library as an importer gets it: built, or on Deno the sources. The executable is no library. */
const file = currentSubject() === 'node' ? 'dist/index.mjs' : 'src/index.ts';
const { connect, loadConfig, OpmError, versionInfo }: Library = await import(
  pathToFileURL(join(ROOT, file)).href
);

test('a program restores a config, receives its events, and stops what it started', async () => {
  const lab = new Lab();
  try {
    const config = lab.config([{ name: 'one', command: 'sleep 1000', minUptime: 0, instances: 2 }]);
    const env = { PATH: process.env.PATH ?? '', OPM_HOME: lab.home };
    const { settings, plugins, instances } = await loadConfig({ file: config, home: lab.home, env });
    const client = await connect({ home: lab.home, start: 'on-demand' });
    const heard: string[] = [];
    const { report, exitCode } = await client.call(
      'restore',
      {
        source: { kind: 'config', file: config, instances, settings, plugins },
        dryRun: false,
        keepGoing: false,
        prune: false,
        only: null,
        timeoutMs: null,
        env,
        caller: { pid: process.pid, command: 'library test' },
      },
      (event) => heard.push(event.kind),
    );
    assert.equal([exitCode, report.outcome, report.started.length], [0, 'committed', 2]);
    assert.ok(heard.includes('plan') && heard.includes('step'));
    assert.is(lab.leaders().length, 2);
    const status = await client.call('status', {});
    assert.is(status.version, versionInfo().version);
    await client.call('shutdown', { keepApps: false });
    client.close();
    assert.equal(lab.processes(), []);
  } finally {
    await lab.end();
  }
});

test('an invalid config throws an OpmError with its exit code', async () => {
  const lab = new Lab();
  try {
    await loadConfig({ file: lab.config([{ name: 'one' }]), home: lab.home, env: {} });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as InstanceType<typeof OpmError>).exitCode, 78);
  } finally {
    await lab.end();
  }
});

test.run();
