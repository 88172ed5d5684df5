import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('upkeep');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

/** The first time, a child of it keeps 80 MB of text in its memory, since nobody ends the line. */
const GREEDY = `
test -e grown && exec sleep 1000
touch grown
{ head -c 80000000 /dev/zero; sleep 1000; } | tail -n 1
`;

test('an app whose children use too much memory is restarted, which is no crash', async ({ lab }) => {
  const command = ['sh', lab.write('greedy.sh', GREEDY)];
  const config = {
    settings: { sampleEvery: '100ms' },
    apps: [{ name: 'greedy', command, cwd: lab.folder, minUptime: '1ms', maxMemory: '40M' }],
  };
  await lab.restore(lab.write('opm.config.json', JSON.stringify(config)));
  await until(async () => (await lab.info('greedy')).restartsBy.memory === 1, 'it is restarted');
  await until(async () => (await lab.info('greedy')).status === 'online', 'it is online again');
  const info = await lab.info('greedy');
  assert.equal([info.restarts, info.restartsBy.crash], [1, 0]);
  assert.match(
    info.lastExit?.reason ?? '',
    /^used \d+(\.\d)?M in 3 processes, more than its maxMemory of 40M$/,
  );
  assert.ok(info.memoryBytes! < 40 * 1024 ** 2);
  assert.is(lab.leaders().length, 1);
});

test.run();
