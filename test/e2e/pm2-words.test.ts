import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../../src/commands/table/command-table.ts';
import { OTHER_IN_PM2, pm2Command, SAME_IN_PM2 } from '../../src/commands/words/pm2-commands.ts';
import { PM2_FLAGS } from '../../src/commands/words/pm2-flags.ts';
import { Lab } from './lab.ts';
import { RealPm2 } from './real-pm2.ts';

const pm2 = RealPm2.install();
const test = suite("PM2's words");

if (typeof pm2 === 'string') {
  console.log(`skipped: ${pm2}`);
} else {
  test.after(() => pm2.end());

  test("every command and flag in PM2's own help is in the table", async () => {
    const { stdout } = await pm2.run(['--help']);
    const [, options = '', commands = ''] = stdout.split(/^ {2}(?:Options|Commands):$/m);
    const names = [...commands.matchAll(/^ {4}([\w:|-]+)/gm)].flatMap(([, name]) => name!.split('|'));
    assert.ok(names.length > 70, String(names.length));
    const known = (name: string): boolean =>
      pm2Command(name) !== undefined || COMMANDS.some((spec) => [spec.name, ...spec.aliases].includes(name));
    assert.equal(
      names.filter((name) => !known(name)),
      [],
    );
    const flags = [...options.matchAll(/^ {4}.*?--([\w-]+)/gm)].map(([, name]) => name!);
    assert.ok(flags.length > 60, String(flags.length));
    assert.equal(
      flags.filter((name) => name !== 'help' && !PM2_FLAGS.some((flag) => flag.name === name)),
      [],
    );
    const letters = [...options.matchAll(/^ {4}-(\w),? --([\w-]+)/gm)].map(([, short, name]) => [
      short!,
      name!,
    ]);
    for (const [short, name] of letters) {
      const flag = PM2_FLAGS.find((one) => one.name === name);
      if (name === 'help' || name === 'cron-restart') continue;
      assert.ok(flag === undefined || flag.short === short || name === 'version', `-${short} --${name}`);
    }
  });

  test('opm list --format pm2 has the shape of pm2 jlist', async () => {
    const lab = new Lab();
    try {
      lab.write('app.js', 'setInterval(() => {}, 1000);');
      const words = ['start', 'app.js', '--name', 'shop', '--', '--queue', 'mail'];
      await pm2.run(words, lab.folder);
      const theirs = JSON.parse((await pm2.run(['jlist'])).stdout.trim().split('\n').at(-1)!)[0];
      const node = process.execPath;
      await lab.ok(['start', 'app.js', '--name', 'shop', '--interpreter', node, '--', '--queue', 'mail']);
      const [ours] = JSON.parse(await lab.ok(['jlist']));
      const shapeOf = (value: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeof one]));
      assert.equal(shapeOf(ours), shapeOf(theirs));
      assert.equal(shapeOf(ours.monit), shapeOf(theirs.monit));
      // What its users read. The keys that are PM2's own affair are not there.
      const read = 'name namespace args exec_mode pm_exec_path pm_cwd node_args instances status pm_id';
      for (const key of [...read.split(' '), 'NODE_APP_INSTANCE', 'restart_time', 'autorestart', 'watch'])
        assert.equal(ours.pm2_env[key], theirs.pm2_env[key], key);
      for (const key of [
        'pm_uptime',
        'created_at',
        'pm_out_log_path',
        'pm_err_log_path',
        'exec_interpreter',
        'env',
      ])
        assert.is(typeof ours.pm2_env[key], typeof theirs.pm2_env[key], key);
      assert.match(await lab.ok(['prettylist']), /status: 'online'/);
      assert.is((await lab.ok(['pid', 'shop'])).trim(), String(ours.pid));
      assert.is((await lab.ok(['id', 'shop'])).trim(), (await pm2.run(['id', 'shop'])).stdout.trim());
    } finally {
      await lab.end();
    }
  });
}

test('no PM2 word is in the table twice', () => {
  const all = [...SAME_IN_PM2, ...Object.keys(OTHER_IN_PM2)];
  assert.equal(all.length, new Set(all).size);
  const names = PM2_FLAGS.map(({ name }) => name);
  assert.equal(names.length, new Set(names).size);
});

test.run();
