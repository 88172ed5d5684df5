import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { OpmError } from '../../src/errors.ts';
import type { Intent, Intents, RestoreRequest } from '../../src/protocol/intents.ts';
import { isIntent, parseRequest } from '../../src/protocol/request-schema.ts';

const instance = {
  name: 'api',
  instance: 0,
  namespace: 'shop',
  argv: ['node', 'server.js'],
  cwd: '/srv',
  env: { A: '1' },
  inheritEnv: ['PATH'],
  port: 3000,
  dependsOn: ['db'],
  ready: { kind: 'tcp', timeoutMs: 100, host: '127.0.0.1', port: 3000 },
  minUptimeMs: 500,
  restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 },
  stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
  logs: { out: '/l/out', err: '/l/err' },
};
const restore = {
  source: {
    kind: 'config',
    file: '/srv/opm.config.json',
    instances: [instance],
    settings: { threads: 2, maxStarting: 64, timeoutMs: 60_000, attempts: 1 },
    plugins: [{ specifier: 'port-guard', baseDir: '/srv' }],
  },
  dryRun: false,
  keepGoing: false,
  prune: true,
  only: null,
  timeoutMs: null,
  env: { HOME: '/root' },
  caller: { pid: 12, command: 'opm restore' },
};

function refusal(intent: Intent, body: unknown): string {
  try {
    parseRequest(intent, typeof body === 'string' ? body : JSON.stringify(body));
  } catch (error) {
    assert.instance(error, OpmError);
    assert.is((error as OpmError).code, 'BAD_REQUEST');
    assert.is((error as OpmError).exitCode, 64);
    return (error as OpmError).message;
  }
  throw new Error(`${JSON.stringify(body)} was accepted`);
}

/** A copy of the restore request with one value replaced. */
function changed(path: (string | number)[], value: unknown): unknown {
  const copy = structuredClone(restore);
  let place: Record<string | number, unknown> = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  place[path.at(-1)!] = value;
  return copy;
}

test('an intent is recognised by its own name, not by inherited object properties', () => {
  for (const intent of ['status', 'restore', 'wipe']) assert.ok(isIntent(intent), intent);
  for (const name of ['', 'lists', 'toString', '__proto__', 'constructor'])
    assert.not.ok(isIntent(name), name);
});

test('a whole restore request arrives as it was sent', () => {
  const request = parseRequest('restore', JSON.stringify(restore)) as RestoreRequest;
  const source = request.source as Extract<RestoreRequest['source'], { kind: 'config' }>;
  assert.equal(source.instances, [instance]);
  assert.equal(source.plugins, [{ specifier: 'port-guard', baseDir: '/srv', options: undefined }]);
  assert.equal(request.caller, restore.caller);
});

test('an empty body counts as an empty request', () => {
  assert.equal(parseRequest('list', ''), {});
});

test('the first wrong value is named with its path', () => {
  assert.match(refusal('stop', { targets: ['a', 7] }), /request "stop": "targets\.1": .*string/);
  assert.match(
    refusal('restore', changed(['source', 'instances', 0, 'argv'], [])),
    /instances\.0\.argv": must not be empty/,
  );
  assert.match(refusal('restore', changed(['source', 'kind'], 'tape')), /source\.kind/);
  assert.match(
    refusal('restore', changed(['source', 'instances', 0, 'ready', 'kind'], 'luck')),
    /ready\.kind/,
  );
  assert.match(refusal('restore', changed(['source', 'instances', 0, 'port'], 65_536)), /port/);
  assert.match(
    refusal('restore', changed(['source', 'instances', 0, 'cwd'], '/srv\0/etc')),
    /cwd": must not contain a NUL/,
  );
  assert.match(refusal('restore', changed(['env', 'A'], 1)), /env\.A/);
});

test('anything but a request is rejected', () => {
  assert.match(refusal('list', '{"'), /it is not JSON/);
  for (const body of ['[]x', 'null', '1', '"list"', '[1]']) refusal('list', body);
  refusal('stop', {});
  refusal('stop', { targets: [], force: true });
  refusal('list', { targets: [] });
  refusal('scale', { name: 'api', instances: 1e9 });
  refusal('scale', { name: 'api', instances: -1 });
  refusal('scale', { name: 'api', instances: 1.5 });
  refusal('adjust', { target: 'api', name: null, argv: [] });
});

test('a name from the prototype does no harm', () => {
  const request = parseRequest(
    'restart',
    '{"targets":["a"],"env":{"__proto__":"x","A":"1"}}',
  ) as Intents['restart']['request'];
  assert.equal(Object.entries(request.env!), [['A', '1']]);
});

test('millions of invalid values cause one message', () => {
  const body = `{"targets":[${'1,'.repeat(300_000)}1]}`;
  assert.ok(refusal('stop', body).length < 200);
});

test.run();
