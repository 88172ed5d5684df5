/** Somebody else owns a part of what root's config is made of. */
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from '../e2e/lab.ts';
import { OTHER_USER, whyNoOtherUser } from '../faults/other-user.ts';

const test = suite<{ lab: Lab }>('attacks by way of configs');
const skipped = whyNoOtherUser();
if (skipped !== null) console.log(`skipped: attacks by way of configs (${skipped})`);
const attack = skipped === null ? test : suite<{ lab: Lab }>('skipped');

test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

async function refused(lab: Lab, config: string, reason: RegExp): Promise<void> {
  const { code, stderr } = await lab.opm(['restore', '--config', config]);
  assert.is(code, 78, stderr);
  assert.match(stderr, reason);
  assert.equal(lab.processes(), []);
}

attack("another user's link between the name and the file", async ({ lab }) => {
  const real = lab.write('real/opm.config.json', { apps: [{ name: 'a', command: 'sleep 1000' }] });
  const theirs = path.join(lab.folder, 'theirs');
  fs.mkdirSync(theirs);
  fs.chownSync(theirs, OTHER_USER, OTHER_USER);
  // The named file and the real one are root's, and so are their folders; only the way between them is not.
  fs.symlinkSync(path.dirname(real), path.join(theirs, 'way'));
  fs.symlinkSync(path.join(theirs, 'way', 'opm.config.json'), path.join(lab.folder, 'opm.config.json'));
  await refused(lab, path.join(lab.folder, 'opm.config.json'), /the folder .*theirs belongs to user/);
});

attack('a file that a group may write, even root’s own group', async ({ lab }) => {
  const config = lab.config([{ name: 'a', command: 'sleep 1000' }]);
  fs.chmodSync(config, 0o664);
  await refused(lab, config, /group 0, or a user that its ACL names, can write it/);
});

attack("another user's env file, unless the app runs as that user", async ({ lab }) => {
  const env = lab.write('.env', 'LD_PRELOAD=/tmp/evil.so\n');
  fs.chownSync(env, OTHER_USER, OTHER_USER);
  const app = { name: 'a', command: 'sleep 1000', envFile: '.env' };
  await refused(lab, lab.config([app]), /\.env cannot be used: Refusing to use .*\.env as root/);
  const own = lab.config([{ ...app, user: String(OTHER_USER) }]);
  assert.is((await lab.opm(['config', 'check', own])).code, 0);
});

attack("another user's plugin", async ({ lab }) => {
  const plugin = lab.write('evil.mjs', 'export default { name: "evil", apiVersion: 1, hooks: {} };');
  fs.chownSync(plugin, OTHER_USER, OTHER_USER);
  const config = lab.config([{ name: 'a', command: 'sleep 1000' }], { plugins: ['./evil.mjs'] });
  await refused(lab, config, /evil\.mjs as root: it belongs to user/);
});

attack('a PATH folder that others can write does not reach root’s next boot', async ({ lab }) => {
  const open = path.join(lab.folder, 'open');
  fs.mkdirSync(open);
  fs.chmodSync(open, 0o777);
  const env = { PATH: `${open}:${process.env.PATH}` };
  const { code, stdout, stderr } = await lab.opm(['startup', '--print', '--system', 'systemd'], { env });
  assert.is(code, 0, stderr);
  assert.match(stderr, `warning: ${open} is not in the PATH at boot`);
  assert.not.match(stdout, open);
  const theirs = path.join(lab.folder, 'theirs');
  fs.mkdirSync(theirs);
  fs.chownSync(theirs, OTHER_USER, OTHER_USER);
  const home = { OPM_HOME: path.join(theirs, 'home') };
  const refusedHome = await lab.opm(['startup', '--print', '--system', 'systemd'], { env: home });
  assert.is(refusedHome.code, 1);
  assert.match(refusedHome.stderr, 'Refusing to use the home');
});

test.run();
