/** The user of an app owns the folder of its log, and puts something else where the log should be. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from '../e2e/lab.ts';
import { OTHER_USER, whyNoOtherUser } from '../faults/other-user.ts';

interface Scene {
  lab: Lab;
  /** The folder of the app's user. */
  logs: string;
  secret: string;
  config: string;
}

const test = suite<Scene>('attacks by way of logs');
const skipped = whyNoOtherUser();
if (skipped !== null) console.log(`skipped: attacks by way of logs (${skipped})`);
const attack = skipped === null ? test : suite<Scene>('skipped');

test.before.each((scene) => {
  const lab = new Lab();
  const logs = path.join(lab.folder, 'logs');
  fs.mkdirSync(logs);
  fs.chownSync(logs, OTHER_USER, OTHER_USER);
  const out = path.join(logs, 'app.log');
  scene.lab = lab;
  scene.logs = logs;
  scene.secret = lab.write('secret', 'only for root\n', 0o600);
  scene.config = lab.config([
    {
      ...{ name: 'app', command: 'sh -c "echo hello; exec sleep 1000"', user: String(OTHER_USER) },
      ...{ logs: { out, err: out }, minUptime: 0 },
    },
  ]);
});
test.after.each(({ lab }) => lab.end());

/** Every way to make a name lead elsewhere. */
const TRICKS: Record<string, (scene: Scene) => void> = {
  'a symbolic link': ({ logs, secret }) => fs.symlinkSync(secret, path.join(logs, 'app.log')),
  'a hard link': ({ logs, secret }) => fs.linkSync(secret, path.join(logs, 'app.log')),
  'a device': ({ logs }) => {
    assert.is(spawnSync('mknod', [path.join(logs, 'app.log'), 'c', '1', '3']).status, 0);
  },
  'a named pipe': ({ logs }) => {
    assert.is(spawnSync('mkfifo', ['-m', '666', path.join(logs, 'app.log')]).status, 0);
  },
};

for (const [what, play] of Object.entries(TRICKS)) {
  attack(
    `${what} in place of a log: nothing is started, nothing hangs, no file of root's is touched`,
    async (scene) => {
      const { lab, config, secret } = scene;
      play(scene);
      const begunMs = performance.now();
      const { ran, report } = await lab.restore(config);
      assert.is(ran.code, 1);
      assert.is(report.outcome, 'rolled-back');
      assert.match(report.failed[0]!.reason, 'app.log');
      assert.ok(performance.now() - begunMs < 15_000, 'no thread waited for its deadline');
      assert.is(fs.readFileSync(secret, 'utf8'), 'only for root\n');
    },
  );

  attack(`${what} that replaces a log while the app runs is neither printed nor emptied`, async (scene) => {
    const { lab, config, logs, secret } = scene;
    const { report } = await lab.restore(config);
    assert.is(report.outcome, 'committed', JSON.stringify(report));
    fs.renameSync(path.join(logs, 'app.log'), path.join(logs, 'old.log'));
    play(scene);
    const printed = await lab.opm(['logs', 'app']);
    assert.not.match(printed.stdout, 'only for root');
    await lab.opm(['flush', 'app']);
    assert.is(fs.readFileSync(secret, 'utf8'), 'only for root\n');
    assert.is((await lab.list())[0]!.status, 'online');
  });
}

attack("a file of root's that a user moves over a log is not disclosed", async (scene) => {
  const { lab, logs, config } = scene;
  const before = fs.openSync(path.join(logs, 'of-root'), 'w', 0o600);
  fs.closeSync(before);
  fs.renameSync(path.join(logs, 'of-root'), path.join(logs, 'app.log'));
  await lab.restore(config);
  const { uid, mode } = fs.statSync(path.join(logs, 'app.log'));
  assert.equal([uid, mode & 0o777], [0, 0o600]);
});

attack('a log folder that is replaced by a link is not followed', async ({ lab, logs, config }) => {
  const rootOnly = path.join(lab.folder, 'root-only');
  fs.mkdirSync(rootOnly, { mode: 0o700 });
  fs.rmdirSync(logs);
  fs.symlinkSync(rootOnly, logs);
  fs.lchownSync(logs, OTHER_USER, OTHER_USER);
  const { ran } = await lab.restore(config);
  assert.is(ran.code, 1);
  assert.equal(fs.readdirSync(rootOnly), []);
});

test.run();
