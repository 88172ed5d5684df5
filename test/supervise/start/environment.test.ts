import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import {
  buildEnvironment,
  DEFAULT_PATH,
  inheritVariables,
  searchPathOf,
} from '../../../src/supervise/start/environment.ts';
import { specIn } from '../parts.ts';

const CALLER = {
  PATH: '/caller/bin',
  HOME: '/home/caller',
  USER: 'caller',
  LOGNAME: 'caller',
  SHELL: '/bin/zsh',
  LANG: 'de_DE.UTF-8',
  EDITOR: 'ed',
  XDG_RUNTIME_DIR: '/run/user/1000',
  npm_config_cache: '/npm',
};
const PRIVATE = {
  OPM_TOKEN: 'of somebody else',
  OPM_ID: '7',
  OPM_NAME: 'outer',
  OPM_INSTANCE: '3',
  OPM_TEST_FAULT: 'spawned',
  NOTIFY_SOCKET: '/run/systemd/notify',
  WATCHDOG_PID: '1',
  WATCHDOG_USEC: '1',
  LISTEN_FDS: '1',
  LISTEN_FDNAMES: 'x',
  LISTEN_PID: '1',
  NODE_CHANNEL_FD: '3',
  NODE_CHANNEL_SERIALIZATION_MODE: 'json',
  NODE_UNIQUE_ID: '1',
};

function build(
  overrides: Partial<InstanceSpec>,
  options: Partial<Parameters<typeof buildEnvironment>[0]> = {},
) {
  return buildEnvironment({
    spec: specIn('/srv', overrides),
    callerEnv: CALLER,
    pluginEnv: {},
    account: null,
    isOther: false,
    id: 12,
    token: 'mine',
    ...options,
  });
}

test('an app inherits the whole environment, but nothing that refers to another process', () => {
  assert.equal(inheritVariables(true, { ...CALLER, ...PRIVATE }), CALLER);
});

test('a private variable is not inherited even if it is named', () => {
  const inherited = inheritVariables(Object.keys(PRIVATE), PRIVATE);
  assert.equal(inherited, { PATH: DEFAULT_PATH });
});

test('an app that inherits nothing still gets the variables that every program needs', () => {
  assert.equal(inheritVariables(false, CALLER), {
    PATH: DEFAULT_PATH,
    HOME: '/home/caller',
    USER: 'caller',
    LOGNAME: 'caller',
    SHELL: '/bin/zsh',
    LANG: 'de_DE.UTF-8',
  });
});

test('named variables are inherited if they exist', () => {
  const inherited = inheritVariables(['EDITOR', 'PATH', 'MISSING', 'constructor'], CALLER);
  assert.equal(inherited, {
    PATH: '/caller/bin',
    HOME: '/home/caller',
    USER: 'caller',
    LOGNAME: 'caller',
    SHELL: '/bin/zsh',
    LANG: 'de_DE.UTF-8',
    EDITOR: 'ed',
  });
});

test('an inherited environment can be inherited again unchanged', () => {
  const names = fc.constantFrom(...Object.keys(CALLER), ...Object.keys(PRIVATE), 'A', 'B');
  const callers = fc.dictionary(names, fc.string());
  const choices = fc.oneof(fc.boolean(), fc.array(names));
  fc.assert(
    fc.property(callers, choices, (callerEnv, inheritEnv) => {
      const once = inheritVariables(inheritEnv, callerEnv);
      assert.equal(inheritVariables(inheritEnv, once), once);
    }),
  );
});

test('the app overrides what it inherits, plugins override the app, and OPM has the last word', () => {
  const env = build(
    { name: 'web', instance: 2, port: 3002, env: { EDITOR: 'vi', A: 'app', PORT: '1', OPM_TOKEN: 'forged' } },
    { pluginEnv: { A: 'plugin', OPM_ID: 'forged' } },
  );
  assert.is(env.EDITOR, 'vi');
  assert.is(env.A, 'plugin');
  assert.is(env.PORT, '3002');
  assert.is(env.OPM_TOKEN, 'mine');
  assert.is(env.OPM_ID, '12');
  assert.is(env.OPM_NAME, 'web');
  assert.is(env.OPM_INSTANCE, '2');
});

test('without a port the app may set PORT itself', () => {
  assert.is(build({ env: { PORT: '8080' } }).PORT, '8080');
  assert.not('PORT' in build({}));
});

test('an app of another user gets the home, shell and names of that user, and no session of the caller', () => {
  const account = { name: 'www-data', uid: 33, gid: 33, home: '/var/www', shell: '/usr/sbin/nologin' };
  const env = build({ user: 'www-data' }, { account });
  assert.is(env.HOME, '/var/www');
  assert.is(env.USER, 'www-data');
  assert.is(env.LOGNAME, 'www-data');
  assert.is(env.SHELL, '/usr/sbin/nologin');
  assert.is(env.XDG_RUNTIME_DIR, undefined);
  assert.is(build({}).XDG_RUNTIME_DIR, '/run/user/1000');
  assert.is(build({ user: 'www-data', env: { HOME: '/srv/web' } }, { account }).HOME, '/srv/web');
});

test('another user inherits no secrets, unless the config names them', () => {
  const account = { name: 'web', uid: 33, gid: 33, home: '/srv/web', shell: '/bin/sh' };
  const callerEnv = { ...CALLER, TZ: 'UTC', LC_ALL: 'C', AWS_SECRET_ACCESS_KEY: 's' };
  const names = (inheritEnv: boolean | string[]) =>
    Object.keys(build({ inheritEnv }, { account, isOther: true, callerEnv })).filter(
      (name) => !name.startsWith('OPM_'),
    );
  const own = ['HOME', 'USER', 'LOGNAME', 'SHELL'];
  assert.equal(names(true).sort(), ['PATH', 'LANG', 'TZ', 'LC_ALL', ...own].sort());
  assert.ok(names(['*']).includes('AWS_SECRET_ACCESS_KEY'));
  assert.ok(names(['AWS_SECRET_ACCESS_KEY']).includes('AWS_SECRET_ACCESS_KEY'));
  assert.not.ok(names(false).includes('TZ'));
});

test("building an environment changes neither the spec nor the caller's environment", () => {
  const before = structuredClone(CALLER);
  const spec = specIn('/srv', { env: { A: '1' }, port: 80 });
  buildEnvironment({
    spec,
    callerEnv: CALLER,
    pluginEnv: {},
    account: null,
    isOther: false,
    id: 1,
    token: 't',
  });
  assert.equal(CALLER, before);
  assert.equal(spec.env, { A: '1' });
});

test('commands are searched where the process itself would search', () => {
  assert.is(searchPathOf(specIn('/srv'), CALLER, {}), '/caller/bin');
  assert.is(searchPathOf(specIn('/srv', { env: { PATH: '/app' } }), CALLER, {}), '/app');
  assert.is(searchPathOf(specIn('/srv', { env: { PATH: '/app' } }), CALLER, { PATH: '/plugin' }), '/plugin');
  assert.is(searchPathOf(specIn('/srv', { inheritEnv: false }), CALLER, {}), DEFAULT_PATH);
  assert.is(searchPathOf(specIn('/srv', { inheritEnv: ['PATH'] }), CALLER, {}), '/caller/bin');
  assert.is(searchPathOf(specIn('/srv', { inheritEnv: ['LANG'] }), CALLER, {}), DEFAULT_PATH);
  assert.is(searchPathOf(specIn('/srv'), {}, {}), DEFAULT_PATH);
  assert.is(searchPathOf(specIn('/srv'), { PATH: '' }, {}), DEFAULT_PATH);
});

test('the variables by which OPM finds its processes come first, however many the app has', () => {
  const large = { ...specIn('/srv', {}), env: { LARGE: 'x'.repeat(200_000) } };
  const env = buildEnvironment({
    spec: large,
    callerEnv: CALLER,
    pluginEnv: {},
    account: null,
    isOther: false,
    id: 1,
    token: 't',
  });
  assert.equal(Object.keys(env).slice(0, 4), ['OPM_ID', 'OPM_NAME', 'OPM_INSTANCE', 'OPM_TOKEN']);
});

test.run();
