import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findOnPath } from '../../src/config/instance/interpreter.ts';
import { copyPm2Fixture } from '../config/from/pm2/fixture.ts';
import { freePorts } from './free-ports.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('files of PM2');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

/** The apps of the fixture are programs for Node, and say so. */
const node = process.versions.deno === undefined ? process.execPath : findOnPath('node', process.env.PATH);

const RUNNING = [
  ...[
    'shop-api:0',
    'shop-api:1',
    'shop-nap:0',
    'shop-ready:0',
    'shop-tick:0',
    'shop-worker:0',
    'shop-worker:1',
  ],
];
const running = (lab: Lab): string[] =>
  lab
    .leaders()
    .map(({ name, instance }) => `${name}:${instance}`)
    .sort();

async function checkApps(lab: Lab, port: number): Promise<void> {
  for (const { name, status } of await lab.list())
    assert.is(status, name === 'shop-late' ? 'stopped' : 'online', name);
  for (const instance of [0, 1]) {
    const pid = (await lab.info(`shop-api:${instance}`)).pid;
    const answer = await (await fetch(`http://127.0.0.1:${port + instance}/`)).text();
    assert.is(answer, `${pid} ${instance} development\n`);
  }
  assert.match(await lab.ok(['logs', 'shop-ready']), /arguments: \["--greeting","hello world"\]/);
  assert.match(await lab.ok(['logs', 'shop-worker:1']), /shard 8/);
  assert.match(fs.readFileSync(`${lab.folder}/logs/tick.log`, 'utf8'), /tick from /);
  assert.is((await lab.list()).find(({ name }) => name === 'shop-nap')!.namespace, 'shop');
}

/** Ends when it is cut off from its process manager, or may not talk to it, as apps for PM2 do. */
const CONNECTED_APP = `
const ends = (why) => () => { console.log(why); process.exit(3); };
process.on('disconnect', ends('disconnected'));
process.on('error', ends('may not send'));
process.send('ready');
const talk = () => process.send({ text: 'x'.repeat(10_000) }, () => setTimeout(talk, 1));
talk();
process.on('SIGUSR2', () => console.log('still ' + (process.connected ? 'connected' : 'alone')));
`;

if (node !== null) {
  test('an app that waits for PM2\'s "ready" stays connected to the end, also to the next daemon', async ({
    lab,
  }) => {
    lab.write('app.js', CONNECTED_APP);
    const app = { name: 'api', script: 'app.js', interpreter: node, wait_ready: true };
    const config = lab.write('ecosystem.config.json', { apps: [app] });
    await lab.ok(['start', config]);
    const { pid } = lab.leaders()[0]!;
    await lab.ok(['daemon', 'restart']);
    await lab.killDaemon();
    await lab.ok(['daemon', 'start']);
    await lab.ok(['signal', 'SIGUSR2', 'api']);
    await until(async () => (await lab.ok(['logs', 'api'])).includes('still'), 'it has answered');
    assert.match(await lab.ok(['logs', 'api']), /^api:0 +\| still connected\n$/);
    assert.equal(
      lab.leaders().map((leader) => leader.pid),
      [pid],
    );
  });

  test('restoring a dump starts what ran under PM2, ready, and keeps it the second time', async ({ lab }) => {
    const [port = 0] = await freePorts(2);
    copyPm2Fixture(lab.folder, { port, node });
    // The dump has the PATH of its own machine.
    const dump = path.join(lab.folder, 'dump.pm2');
    const bin = path.dirname(node);
    fs.writeFileSync(
      dump,
      fs.readFileSync(dump, 'utf8').replaceAll('/usr/local/bin:/usr/bin', `${bin}:/usr/local/bin:/usr/bin`),
    );
    const { ran, report } = await lab.restore(dump);
    assert.is(ran.code, 0, ran.stderr);
    assert.is(report.outcome, 'committed');
    assert.equal(running(lab), RUNNING);
    assert.match(ran.stderr, /shop-late: was stopped when PM2 saved it/);
    await checkApps(lab, port);
    const again = await lab.restore(dump);
    assert.is(again.report.kept.length, RUNNING.length);
    assert.equal(again.report.started, []);
  });

  test('an ecosystem file is restored and started like a config of our own', async ({ lab }) => {
    const [port = 0] = await freePorts(2);
    copyPm2Fixture(lab.folder, { port, node });
    const env = { PATH: `${path.dirname(node)}:${process.env.PATH}` };
    const file = path.join(lab.folder, 'ecosystem.config.js');
    const ran = await lab.opm(['start', file, '--json'], { env });
    assert.is(ran.code, 0, ran.stderr);
    assert.not.match(ran.stderr, /cron_restart/);
    assert.equal(running(lab), [...RUNNING, 'shop-late:0'].sort());
    await lab.ok(['stop', 'shop-late']);
    await checkApps(lab, port);
  });
}

test("a config's output does not get into the result", async ({ lab }) => {
  lab.write('a.js', '');
  const print = `console.log('by console'); console.info('by info'); process.stdout.write('by stream\\n');`;
  const file = lab.write('ecosystem.config.cjs', `${print}module.exports = { apps: [{ script: 'a.js' }] };`);
  const { code, stdout, stderr } = await lab.opm(['config', 'check', file, '--json']);
  assert.is(code, 0, stderr);
  assert.equal(JSON.parse(stdout).ok, true);
  for (const line of ['by console', 'by info', 'by stream']) assert.match(stderr, line);
});

test('a CommonJS config in a package of ES modules is read, or refused with the right file name', async ({
  lab,
}) => {
  lab.write('a.js', '');
  lab.write('package.json', { type: 'module' });
  const file = lab.write('ecosystem.config.js', `module.exports = { apps: [{ script: 'a.js' }] };`);
  const { code, stderr } = await lab.opm(['config', 'check', file]);
  if (code !== 0) assert.match(stderr, 'rename it to ecosystem.config.cjs');
});

test('config check says what an app would be missing on this machine, and accepts the file', async ({
  lab,
}) => {
  lab.write('a.js', '');
  const apps = [
    { name: 'good', script: './a.js', interpreter: 'sh' },
    { name: 'no-script', script: './gone.sh' },
    { name: 'no-program', script: './a.js', interpreter: '/nowhere/node' },
    { name: 'no-folder', script: 'sleep', args: '1', cwd: './gone' },
  ];
  const file = lab.write('ecosystem.json', { apps });
  const { code, stdout } = await lab.opm(['config', 'check', file, '--json']);
  assert.is(code, 0);
  const { ok, warnings } = JSON.parse(stdout) as { ok: boolean; warnings: string[] };
  assert.is(ok, true);
  assert.equal(
    warnings.map((warning) => /^"([\w-]+)" would not start on this machine: (.*)$/.exec(warning)?.slice(1)),
    [
      ['no-script', `the script "${lab.folder}/gone.sh" does not exist`],
      ['no-program', 'the command "/nowhere/node" does not exist'],
      ['no-folder', `the folder "${lab.folder}/gone" does not exist`],
    ],
  );
});

test.run();
