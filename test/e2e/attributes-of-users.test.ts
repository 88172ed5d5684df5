/** What an app of another user gets, seen from outside. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OTHER_USER, whyNoOtherUser } from '../faults/other-user.ts';
import { Lab, type Ran, until } from './lab.ts';

const WEB = 61_001;
const WEB_GROUP = 61_002;
const CERTS = 61_003;
const LOGS = 61_004;

const users = suite<{ lab: Lab }>('apps of other users');
const skipped = whyNoOtherUser();
if (skipped !== null) console.log(`skipped: apps of other users (${skipped})`);
const test = skipped === null ? users : users.skip;

users.before.each((context) => {
  context.lab = new Lab({ AWS_SECRET_ACCESS_KEY: 'of-root', TZ: 'UTC' });
  const { lab } = context;
  lab.write('passwd', `root:x:0:0::/root:/bin/sh\nweb:x:${WEB}:${WEB_GROUP}::/srv/web:/bin/false\n`);
  lab.write('group', `root:x:0:\nweb:x:${WEB_GROUP}:\ncerts:x:${CERTS}:root,web\nlogs:x:${LOGS}:web\n`);
});
users.after.each(({ lab }) => lab.end());

/** Runs `opm` where the accounts are those of the lab, in a network of its own. What it starts stays there. */
function opmThere(lab: Lab, args: string[], prelude = ''): Ran {
  const { file, args: words } = lab.command(args);
  const setup =
    'mount --bind "$1/passwd" /etc/passwd && mount --bind "$1/group" /etc/group && shift && ' +
    `{ ${prelude || ':'}; } && exec "$@"`;
  const command = ['--mount', '--net', 'sh', '-c', setup, 'sh', lab.folder, file, ...words];
  const options = { env: lab.env, cwd: lab.folder, encoding: 'utf8' } as const;
  const { status, signal, stdout, stderr } = spawnSync('unshare', command, options);
  return { code: status, signal, stdout, stderr };
}

function restoreThere(lab: Lab, apps: object[]): void {
  const ran = opmThere(lab, ['restore', '--config', lab.config(apps)]);
  assert.is(ran.code, 0, ran.stdout + ran.stderr);
}

/** Lines of `/proc/PID/status` of an app. */
function statusOf(lab: Lab, name: string, ...keys: string[]): Record<string, string> {
  const { pid } = lab.leaders().find((leader) => leader.name === name)!;
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Object.fromEntries(
    keys.map((key) => [key, new RegExp(`^${key}:[ \\t]*(.*?)[ \\t]*$`, 'm').exec(status)![1]!]),
  );
}

function environmentOf(lab: Lab, name: string): Record<string, string> {
  const { pid } = lab.leaders().find((leader) => leader.name === name)!;
  const pairs = fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').slice(0, -1);
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
}

const four = (id: number) => Array(4).fill(id).join('\t');
const sleeper = { command: 'sleep 1000', minUptime: 0 };
const KEYS = ['Uid', 'Gid', 'Groups', 'NoNewPrivs', 'CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'];
const NONE = '0000000000000000';
/** Of CAP_NET_BIND_SERVICE alone. */
const BIND = '0000000000000400';

test("it has a login's groups, no capabilities, no way to gain any, and nothing of root's", ({ lab }) => {
  restoreThere(lab, [
    { name: 'login', user: 'web', ...sleeper },
    { name: 'chosen', user: 'web', group: 'certs', groups: ['logs', 61_009], ...sleeper },
    { name: 'alone', user: 61_008, ...sleeper },
    { name: 'sudoer', user: 'web', groups: [], noNewPrivileges: false, ...sleeper },
    { name: 'everything', user: 'web', inheritEnv: true, ...sleeper },
    { name: 'own', ...sleeper },
  ]);
  const none = { NoNewPrivs: '1', CapInh: NONE, CapPrm: NONE, CapEff: NONE, CapBnd: NONE, CapAmb: NONE };
  const web = { Uid: four(WEB), Gid: four(WEB_GROUP), Groups: `${WEB_GROUP} ${CERTS} ${LOGS}` };
  assert.equal(statusOf(lab, 'login', ...KEYS), { ...web, ...none });
  assert.equal(statusOf(lab, 'chosen', ...KEYS), {
    ...{ Uid: four(WEB), Gid: four(CERTS), Groups: `${LOGS} 61009` },
    ...none,
  });
  assert.equal(statusOf(lab, 'alone', ...KEYS), {
    ...{ Uid: four(61_008), Gid: four(61_008), Groups: '' },
    ...none,
  });
  assert.equal(statusOf(lab, 'sudoer', 'Groups', 'NoNewPrivs', 'CapEff', 'CapBnd'), {
    ...{ Groups: '', NoNewPrivs: '0', CapEff: NONE, CapBnd: NONE },
  });
  const own = fs.readFileSync('/proc/self/status', 'utf8');
  assert.match(own, `CapEff:\t${statusOf(lab, 'own', 'CapEff').CapEff}`);
  assert.is(statusOf(lab, 'own', 'NoNewPrivs').NoNewPrivs, '0');

  const env = environmentOf(lab, 'login');
  const { HOME, USER, LOGNAME, SHELL, TZ, PATH } = env;
  assert.equal([HOME, USER, LOGNAME, SHELL, TZ], ['/srv/web', 'web', 'web', '/bin/false', 'UTC']);
  assert.is(PATH, lab.env.PATH);
  assert.is(env.AWS_SECRET_ACCESS_KEY, undefined);
  assert.is(environmentOf(lab, 'everything').AWS_SECRET_ACCESS_KEY, 'of-root');
  assert.is(environmentOf(lab, 'everything').HOME, '/srv/web');
  assert.is(environmentOf(lab, 'own').AWS_SECRET_ACCESS_KEY, 'of-root');
});

test('with net_bind_service it listens on port 80, and without it does not', async ({ lab }) => {
  const command = [
    process.execPath,
    '-e',
    "require('net').createServer().listen(80, '0.0.0.0', () => console.log('up'))",
  ];
  const app = { command, user: 'web', ready: { log: '^up$', timeout: '30s' }, restart: 'never' };
  const ran = opmThere(lab, [
    ...['restore', '--json', '--keep-going', '--config'],
    lab.config([
      { name: 'may', capabilities: ['CAP_NET_BIND_SERVICE'], ...app },
      { name: 'may-not', ...app, dependsOn: ['may'] },
      { name: 'root', capabilities: ['net_bind_service', 'chown'], ...sleeper },
    ]),
  ]);
  assert.equal(
    (await lab.list()).map(({ name, status }) => `${name} ${status}`),
    ['may online', 'may-not errored', 'root online'],
    ran.stdout + ran.stderr,
  );
  assert.equal(statusOf(lab, 'may', 'Uid', 'CapPrm', 'CapEff', 'CapBnd', 'NoNewPrivs'), {
    ...{ Uid: four(WEB), CapPrm: BIND, CapEff: BIND, CapBnd: BIND, NoNewPrivs: '1' },
  });
  const two = '0000000000000401';
  assert.equal(statusOf(lab, 'root', 'Uid', 'CapEff', 'CapBnd'), {
    ...{ Uid: four(0), CapEff: two, CapBnd: two },
  });
});

test('it can reopen its own output, and a readiness check has its rights', async ({ lab }) => {
  const script = 'echo from-out >/dev/stdout; echo from-err >/dev/stderr; exec sleep 1000';
  restoreThere(lab, [
    {
      ...{ name: 'web', command: ['sh', '-c', script], user: 'web', minUptime: 0 },
      ready: {
        exec: [
          'sh',
          '-c',
          'test "$(id -G)" = "61002 61003 61004" && grep -q "NoNewPrivs.*1" /proc/self/status',
        ],
      },
    },
  ]);
  const logs = `${lab.home}/logs`;
  const contents = () =>
    ['out', 'err'].map((stream) => fs.readFileSync(`${logs}/web-0.${stream}.log`, 'utf8'));
  await until(() => contents().every((text) => text !== ''), 'it has written');
  assert.equal(contents(), ['from-out\n', 'from-err\n']);
  const { uid, mode } = fs.statSync(`${logs}/web-0.err.log`);
  assert.equal([uid, mode & 0o777], [WEB, 0o600]);
});

test('what the machine lacks or the kernel would refuse is detected before the start', async ({ lab }) => {
  const reasonOf = async (app: object) => {
    const { ran, report } = await lab.restore(lab.config([{ name: 'a', ...sleeper, ...app }]));
    assert.is(ran.code, 1);
    return report.failed[0]!.reason;
  };
  assert.match(
    await reasonOf({ user: OTHER_USER, groups: ['no-such'] }),
    'this machine has no group "no-such"',
  );
  assert.match(await reasonOf({ user: OTHER_USER, group: 'no-such' }), 'this machine has no group "no-such"');
  assert.match(await reasonOf({ capabilities: ['fly'] }), '"fly", which takes CAP_FLY');
});

test('it has a /tmp of its own, and cannot change what is read-only', async ({ lab }) => {
  const readable = `${lab.folder}/readable`;
  fs.mkdirSync(`${readable}/a b`, { recursive: true });
  fs.chmodSync(`${readable}/a b`, 0o777);
  const mark = `/tmp/opm-of-app-${process.pid}`;
  const script = [
    'id -u',
    'ls /tmp | wc -l',
    `echo x >${mark} && echo own-tmp`,
    `echo x >'${readable}/a b/file' || echo read-only`,
    'exec sleep 1000',
  ].join('; ');
  restoreThere(lab, [
    {
      ...{ name: 'boxed', command: ['sh', '-c', script], user: 'web', cwd: '/', minUptime: 0 },
      ...{ privateTmp: true, readOnlyPaths: [readable] },
    },
  ]);
  const log = `${lab.home}/logs/boxed-0.out.log`;
  await until(() => fs.readFileSync(log, 'utf8').includes('read-only'), 'it has written');
  assert.is(fs.readFileSync(log, 'utf8'), `${WEB}\n0\nown-tmp\nread-only\n`);
  assert.is(fs.existsSync(mark), false);
  assert.is(fs.existsSync(`${readable}/a b/file`), false);
  fs.writeFileSync(`${readable}/a b/from-outside`, '');
  assert.is((await lab.list())[0]!.status, 'online');
});

users.run();
