import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { RestoreReport } from '../../src/protocol/restore-report.ts';
import { ROOT } from '../runner/subject.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('plugins');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const zoo = (name: string) => path.join(ROOT, 'test/fixtures/plugins', `${name}.mjs`);
const sleeper = (name: string) => ({ name, command: 'sleep 1000', minUptime: 0 });

/** What each bad plugin does, and what the restore says of it. */
const BAD: [plugin: string, message: RegExp][] = [
  ['throws', /no restore today/],
  ['exits', /process\.exit\(\) is not allowed/],
  ['aborts', /process\.abort\(\) is not allowed/],
  ['hangs', /did not end within 400 ms/],
  ['blocks', /did not end within 400 ms/],
  ['rejects-unheard', /nobody listens/],
  ['throws-nothing', /threw a value that is not an Error/],
  ['returns-too-much', /1048576/],
  ['leaks-server', /left something running/],
];

test('whatever a plugin does, nothing is started, the others are intact and the daemon survives', async ({
  lab,
}) => {
  await lab.restore(lab.config([sleeper('before')], {}, 'good.json'));
  const daemon = await lab.daemonPid();
  const before = lab.leaders();
  for (const [name, message] of BAD) {
    const plugins = [[zoo(name), {}, { timeout: name === 'hangs' || name === 'blocks' ? '400ms' : '10s' }]];
    const { code, stderr } = await lab.opm([
      'restore',
      '--config',
      lab.config([sleeper('before'), sleeper('api')], { plugins }),
    ]);
    assert.is(code, 1, `${name}: ${stderr}`);
    assert.match(stderr, new RegExp(name), `${name} is named`);
    assert.match(stderr, message);
    assert.equal(lab.leaders(), before, `${name} changed what runs`);
    assert.is(await lab.daemonPid(), daemon, `${name} cost the daemon`);
  }
});

test('with onError warn the restore continues', async ({ lab }) => {
  const plugins = [[zoo('throws'), {}, { onError: 'warn' }]];
  const { ran, report } = await lab.restore(lab.config([sleeper('a')], { plugins }));
  assert.is(report.outcome, 'committed');
  assert.is(ran.code, 0, ran.stderr);
  assert.is(report.hooks.find(({ plugin }) => plugin === 'throws')?.ok, false);
});

test('all unusable plugins are reported at once, and nothing is done', async ({ lab }) => {
  const plugins = [zoo('no-default'), zoo('wrong-version'), './is-not-there.mjs', 'port-gaurd'];
  const { code, stderr } = await lab.opm(['restore', '--config', lab.config([sleeper('a')], { plugins })]);
  assert.is(code, 78);
  for (const part of ['no-default', 'apiVersion', 'is-not-there', 'port-gaurd']) assert.match(stderr, part);
  assert.equal(lab.processes(), []);
});

test("a plugin's variables reach the app, are requested again after a crash, and are in no file", async ({
  lab,
}) => {
  lab.write(
    'vault.mjs',
    `export default { name: 'vault', apiVersion: 1, hooks: { preRestore(ctx) {
      return { env: { app: { VAULT: 'hush-' + ctx.reason } } };
    } } };`,
  );
  const app = {
    name: 'app',
    command: ['sh', '-c', 'echo "$VAULT" > seen; exec sleep 1000'],
    minUptime: '100ms',
  };
  const { ran } = await lab.restore(lab.config([app], { plugins: ['./vault.mjs'] }));
  assert.is(ran.code, 0, ran.stderr);
  const seen = () => fs.readFileSync(path.join(lab.folder, 'seen'), 'utf8').trim();
  assert.is(seen(), 'hush-restore');
  assert.equal((await lab.info('app')).pluginEnv, ['VAULT']);
  await lab.ok(['save']);

  await lab.killDaemon();
  await lab.list();
  process.kill(lab.leaders()[0]!.pid, 'SIGKILL');
  await until(() => seen() === 'hush-recovery', 'the app was started with the variable again');

  for (const file of fs.readdirSync(lab.home, { recursive: true, encoding: 'utf8' })) {
    const full = path.join(lab.home, file);
    if (fs.statSync(full).isFile()) assert.not.match(fs.readFileSync(full, 'utf8'), 'hush-', file);
  }
});

test('a plugin may skip an app, and a dry run runs only checkRestore', async ({ lab }) => {
  lab.write(
    'gate.mjs',
    `export default { name: 'gate', apiVersion: 1, hooks: {
      checkRestore(ctx) { ctx.log.info('checked ' + ctx.dryRun); },
      preRestore() { return { skip: ['left-out'] }; },
    } };`,
  );
  const config = lab.config([sleeper('a'), sleeper('left-out')], { plugins: ['./gate.mjs'] });
  const dry = await lab.restore(config, '--dry-run');
  assert.equal(
    dry.report.hooks.map(({ hook }) => hook),
    ['checkRestore'],
  );
  assert.match(dry.ran.stderr, 'checked true');
  assert.equal(lab.processes(), []);
  const { report } = await lab.restore(config);
  assert.equal(
    report.started.map(({ name }) => name),
    ['a'],
  );
  assert.match(report.warnings.join(), /left-out/);
});

test('a dry run shows names of variables and skipped apps for plugins that allow it, but no values', async ({
  lab,
}) => {
  lab.write(
    'vault.mjs',
    `export default { name: 'vault', apiVersion: 1, preRestoreInDryRun: true, hooks: { preRestore(ctx) {
      ctx.log.warn('asked for secrets');
      return { env: { a: { VAULT: 'hush' } }, skip: ['left-out'] };
    } } };`,
  );
  const config = lab.config([sleeper('a'), sleeper('left-out')], { plugins: ['./vault.mjs'] });
  const { ran, report } = await lab.restore(config, '--dry-run');
  assert.is(ran.code, 0, ran.stderr);
  assert.equal(
    report.started.map(({ name }) => name),
    ['a'],
  );
  assert.match(report.warnings.join('\n'), /"a" the variables VAULT/);
  assert.match(report.warnings.join('\n'), /Skipped by plugins: left-out/);
  assert.not.match(ran.stdout + ran.stderr, 'hush');
  assert.match(ran.stderr, 'asked for secrets');
  assert.match(fs.readFileSync(path.join(lab.home, 'daemon.log'), 'utf8'), /vault warn: asked for secrets/);
  assert.equal(lab.processes(), []);
});

test('postRestore and restoreFailed see the report; a failed post hook makes the exit code 2', async ({
  lab,
}) => {
  lab.write(
    'witness.mjs',
    `import fs from 'node:fs';
    const note = (ctx, what) => fs.writeFileSync(new URL(what + '.json', import.meta.url), JSON.stringify(ctx.report));
    export default { name: 'witness', apiVersion: 1, hooks: {
      postRestore(ctx) { note(ctx, 'post'); throw new Error('the pager is broken'); },
      restoreFailed(ctx) { note(ctx, 'failed'); },
    } };`,
  );
  const plugins = ['./witness.mjs'];
  const read = (name: string) =>
    JSON.parse(fs.readFileSync(path.join(lab.folder, name), 'utf8')) as RestoreReport;
  const good = await lab.restore(lab.config([sleeper('a')], { plugins }));
  assert.is(good.ran.code, 2);
  assert.is(good.report.outcome, 'committed');
  assert.is(read('post.json').started[0]?.name, 'a');
  const bad = await lab.restore(
    lab.config([sleeper('a'), { name: 'b', command: 'sh -c "exit 5"', minUptime: 300 }], { plugins }),
  );
  assert.is(bad.ran.code, 1);
  assert.is(read('failed.json').failed[0]?.name, 'b');
});

test('a plugin undoes its drain even if the daemon died during the restore', async ({ lab }) => {
  lab.write(
    'drain.mjs',
    `import fs from 'node:fs';
    const line = (text) => fs.appendFileSync(new URL('events', import.meta.url), text + '\\n');
    const undrain = (what) => (ctx) => line(what + ' ' + ctx.reason + ' ' + ctx.state.drained);
    export default { name: 'drain', apiVersion: 1, hooks: {
      preRestore(ctx) { ctx.state.drained = true; line('drained'); },
      postRestore: undrain('post'), restoreFailed: undrain('failed'),
    } };`,
  );
  const events = () => fs.readFileSync(path.join(lab.folder, 'events'), 'utf8').trim().split('\n');
  const app = { name: 'slow', command: 'sleep 1000', minUptime: '2s' };
  const { ended } = lab.start(['restore', '--config', lab.config([app], { plugins: ['./drain.mjs'] })]);
  await until(() => lab.leaders().length === 1, 'the app was started');
  await lab.killDaemon();
  await ended;
  assert.equal(events(), ['drained']);
  await lab.list();
  await until(() => events().length === 2, 'the next daemon has told the plugin');
  assert.equal(events(), ['drained', 'post recovery true']);
  assert.is((await lab.list())[0]?.status, 'online');
});

test('plugins receive process events in order, even from a daemon that took over', async ({ lab }) => {
  lab.write(
    'log.mjs',
    `import fs from 'node:fs';
    const line = (what, { name, pid }) => fs.appendFileSync(new URL('events', import.meta.url), what + ' ' + name + ' ' + pid + '\\n');
    export default { name: 'log', apiVersion: 1, hooks: {
      processStarted(ctx) { line('started', ctx.process); },
      processExited(ctx) { line('exited', ctx.process); },
    } };`,
  );
  const events = () => {
    const file = path.join(lab.folder, 'events');
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
  };
  await lab.restore(lab.config([sleeper('a')], { plugins: ['./log.mjs'] }));
  const first = lab.leaders()[0]!.pid;
  process.kill(first, 'SIGKILL');
  await until(() => events().length === 3, 'three events were told');
  const second = lab.leaders()[0]!.pid;
  assert.equal(events(), [`started a ${first}`, `exited a ${first}`, `started a ${second}`]);
  await lab.ok(['daemon', 'restart']);
  process.kill(second, 'SIGKILL');
  await until(() => events().length === 5, 'the new daemon tells too');
  assert.is(events()[3], `exited a ${second}`);
});

test('a first-party plugin is found by its name', async ({ lab }) => {
  const file = path.join(lab.folder, 'opm.prom');
  const plugins = [['metrics', { file }]];
  const { ran } = await lab.restore(lab.config([sleeper('a')], { plugins }));
  assert.is(ran.code, 0, ran.stderr);
  assert.match(fs.readFileSync(file, 'utf8'), /^# HELP opm_/m);
});

test.run();
