import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('a stop wins');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

/** Ready as soon as a file is there, which takes for ever without it. */
function slowApp(lab: Lab) {
  const file = path.join(lab.folder, 'ready');
  const app = { name: 'slow', command: 'sleep 1000', ready: { exec: `test -e ${file}`, timeout: '100s' } };
  return {
    config: () => lab.config([app]),
    set: (isReady: boolean) => (isReady ? fs.writeFileSync(file, '') : fs.rmSync(file, { force: true })),
  };
}

const isStarting = async (lab: Lab) => (await lab.list())[0]?.status === 'starting';

test('stop and remove do not wait for a restart that is waiting for readiness, and the restart says who stopped it', async ({
  lab,
}) => {
  const slow = slowApp(lab);
  for (const command of ['stop', 'remove']) {
    slow.set(true);
    await lab.restore(slow.config());
    slow.set(false);
    const restart = lab.start(['restart', 'slow']);
    await until(() => isStarting(lab), 'it waits for readiness');
    await lab.ok([command, 'slow']);
    const { code, stdout, stderr } = await restart.ended;
    assert.is(code, 1);
    assert.match(
      `${stdout}${stderr}`,
      new RegExp(`ended meanwhile by "opm ${command} slow" \\(process \\d+\\)`),
    );
    assert.equal(lab.processes(), []);
  }
});

test('stop cancels the launch of an app', async ({ lab }) => {
  const slow = slowApp(lab);
  const launch = lab.start(['start', slow.config()]);
  await until(() => isStarting(lab), 'it waits for readiness');
  await lab.ok(['stop', 'slow']);
  const { stdout, stderr } = await launch.ended;
  assert.match(`${stdout}${stderr}`, /ended by "opm stop slow" \(process \d+\)/);
  assert.equal(lab.processes(), []);
});

test('a waiting command says what it is waiting for, and Ctrl-C withdraws it', async ({ lab }) => {
  const slow = slowApp(lab);
  slow.set(true);
  await lab.restore(slow.config());
  slow.set(false);
  const first = lab.start(['restart', 'slow']);
  await until(() => isStarting(lab), 'it waits for readiness');
  const second = lab.start(['restart', 'slow']);
  await until(
    () => second.stderr().includes(`waiting for "opm restart slow" (process ${first.child.pid})`),
    'the second one is told',
  );
  second.child.kill('SIGINT');
  await second.ended;
  slow.set(true);
  assert.is((await first.ended).code, 0);
  // The second restart would have given it another process.
  await lab.ok(['stop', 'slow']);
  assert.is((await lab.list())[0]?.restarts, 1);
});

test.run();
