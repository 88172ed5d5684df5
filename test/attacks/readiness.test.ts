/** What an app says about its readiness is up to the app. */
import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from '../e2e/lab.ts';

const test = suite<{ lab: Lab }>('attacks by way of readiness');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

test('output that makes a backtracking pattern explode blocks nothing', async ({ lab }) => {
  const line = `${'a'.repeat(8000)}!`;
  const config = lab.config([
    {
      ...{
        name: 'evil',
        command: ['sh', '-c', `while :; do echo ${line}; done | head -n 50; exec sleep 1000`],
      },
      ready: { log: '^(a+)+$', timeout: '3s' },
    },
  ]);
  const begunMs = performance.now();
  const { ran, report } = await lab.restore(config);
  assert.is(ran.code, 1);
  assert.match(report.failed[0]!.reason, /not ready within 3 s/);
  assert.ok(performance.now() - begunMs < 20_000);
});

test('a pattern that cannot be matched in linear time is refused before anything is done', async ({
  lab,
}) => {
  const config = lab.config([{ name: 'a', command: 'sleep 1000', ready: { log: '(?=.*ready)x' } }]);
  const { code, stderr } = await lab.opm(['config', 'check', config]);
  assert.is(code, 78);
  assert.match(stderr, /ready\.log.*uses look-around/s);
});

test('a flood on the readiness descriptor is cut off at its first line', async ({ lab }) => {
  const flood = `
    const { openSync, writeSync } = require('node:fs');
    process.on('SIGPIPE', () => {});
    try { for (;;) writeSync(3, 'ready\\n'.repeat(1000)); } catch (error) { console.log('cut off: ' + error.code); }
    setInterval(() => {}, 1000);`;
  const file = lab.write('flood.cjs', flood);
  const out = `${lab.folder}/out.log`;
  const config = lab.config([
    { name: 'flood', command: [process.execPath, file], ready: { fd: 3, timeout: '20s' }, logs: { out } },
  ]);
  const { report } = await lab.restore(config);
  assert.is(report.outcome, 'committed', JSON.stringify(report));
  // When the app notices is up to the machine; what is still unread in a socket makes it a reset.
  const told = () => /cut off: (EPIPE|ECONNRESET)\n/.test(fs.readFileSync(out, 'utf8'));
  await until(told, 'the flood is cut off');
});

test.run();
