/** Somebody else prepares the home, or what leads to it, before root uses it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from '../e2e/lab.ts';
import { OTHER_USER, whyNoOtherUser } from '../faults/other-user.ts';

const test = suite<{ lab: Lab }>('attacks on the home');
const skipped = whyNoOtherUser();
if (skipped !== null) console.log(`skipped: attacks on the home (${skipped})`);
const attack = skipped === null ? test : suite<{ lab: Lab }>('skipped');

test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

/** A folder in which everybody may create things, as `/tmp` is. */
function shared({ folder }: Lab): string {
  const at = path.join(folder, 'shared');
  fs.mkdirSync(at);
  fs.chmodSync(at, 0o1777);
  fs.chmodSync(folder, 0o755);
  return at;
}

function asMallory(script: string): void {
  const identity = [`--reuid=${OTHER_USER}`, `--regid=${OTHER_USER}`, '--clear-groups'];
  const { status, stderr } = spawnSync('setpriv', [...identity, 'sh', '-c', script], {
    encoding: 'utf8',
    cwd: '/',
  });
  assert.is(status, 0, stderr);
}

attack('a socket that another user planted where root looks receives nothing', async ({ lab }) => {
  const home = path.join(shared(lab), 'home');
  const heard = path.join(lab.folder, 'shared', 'heard');
  asMallory(`mkdir -m 777 ${home}`);
  const listener = lab.write(
    'listener.mjs',
    `import { createServer } from 'node:net'; import { appendFileSync } from 'node:fs';
     createServer((socket) => socket.on('data', (bytes) => appendFileSync(${JSON.stringify(heard)}, bytes)))
       .listen(${JSON.stringify(path.join(home, 'opm.sock'))}, () => console.log('listening'));`,
  );
  const mallory = spawn('setpriv', [`--reuid=${OTHER_USER}`, '--clear-groups', process.execPath, listener], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(mallory.stdout, 'data');
    const config = lab.config([{ name: 'a', command: 'sleep 1000' }]);
    for (const words of [
      ['list'],
      ['restore', '--config', config],
      ['flush'],
      ['daemon', 'status'],
      ['save'],
    ]) {
      const { code, stderr } = await lab.opm(words, { env: { OPM_HOME: home, SECRET: 'of root' } });
      assert.is(code, 1, `${words}: ${stderr}`);
      assert.match(stderr, /Run OPM as #\d+ .*or set OPM_HOME/);
    }
    assert.not.ok(fs.existsSync(heard), 'not a byte was sent');
  } finally {
    mallory.kill('SIGKILL');
    await until(() => mallory.exitCode !== null || mallory.signalCode !== null, 'the listener has ended');
  }
});

attack(
  "a home behind another user's link is refused, and no folder's mode is changed through it",
  async ({ lab }) => {
    const link = path.join(shared(lab), 'home');
    const site = path.join(lab.folder, 'site');
    fs.mkdirSync(site);
    asMallory(`ln -s ${site} ${link}`);
    const { code, stderr } = await lab.opm(['start', 'sleep 1000'], { env: { OPM_HOME: link } });
    assert.is(code, 1);
    assert.match(stderr, 'Refusing to use the home');
    assert.is(fs.statSync(site).mode & 0o777, 0o755);
  },
);

attack('a wrong OPM_HOME does not change the mode of a folder with other content', async ({ lab }) => {
  lab.write('site/index.html', '');
  const site = path.join(lab.folder, 'site');
  fs.chmodSync(site, 0o755);
  const { code, stderr } = await lab.opm(['daemon', 'start'], { env: { OPM_HOME: site } });
  assert.is(code, 1);
  assert.match(stderr, /holds "index.html".*Set OPM_HOME to a folder of its own/);
  assert.is(fs.statSync(site).mode & 0o777, 0o755);
});

attack("a home inside another user's folder is refused", async ({ lab }) => {
  const theirs = path.join(lab.folder, 'theirs');
  fs.mkdirSync(path.join(theirs, '.opm'), { recursive: true, mode: 0o700 });
  fs.chownSync(theirs, OTHER_USER, OTHER_USER);
  const { code, stderr } = await lab.opm(['list'], { env: { OPM_HOME: path.join(theirs, '.opm') } });
  assert.is(code, 1);
  assert.match(stderr, `on the way to it belongs to #${OTHER_USER}`);
});

attack('a ledger, a lock and a snapshot that another user planted are not trusted', async ({ lab }) => {
  await lab.ok(['start', 'sleep 1000', '--name', 'a', '--restart', 'never']);
  await lab.ok(['save']);
  await lab.ok(['daemon', 'stop']);
  const [snapshot = ''] = fs.readdirSync(path.join(lab.home, 'snapshots'));
  for (const [name, words] of [
    ['ledger.jsonl', ['list']],
    [path.join('snapshots', snapshot), ['restore']],
  ] as const) {
    const file = path.join(lab.home, name);
    fs.chownSync(file, OTHER_USER, OTHER_USER);
    const { stderr, code } = await lab.opm([...words]);
    assert.is.not(code, 0, name);
    assert.match(stderr, `Refusing to use "${file}"`);
    fs.chownSync(file, 0, 0);
    await lab.opm(['daemon', 'stop']);
  }
  fs.writeFileSync(path.join(lab.home, 'ledger.lock'), 'planted', { mode: 0o666 });
  fs.chownSync(path.join(lab.home, 'ledger.lock'), OTHER_USER, OTHER_USER);
  assert.match((await lab.opm(['list'])).stderr, 'ledger.lock": it belongs to');
  fs.unlinkSync(path.join(lab.home, 'ledger.lock'));
});

test.run();
