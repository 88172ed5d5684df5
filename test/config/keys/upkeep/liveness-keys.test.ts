import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../../src/config/schema/validate.ts';

/** What the specs of two instances say, or the problem with its place. */
function livenessOf(liveness: unknown) {
  const app = { name: 'a', command: 'x', instances: 2, port: 3000, liveness };
  const { config, problems } = validateConfig({ apps: [app] });
  const [problem] = problems;
  if (problem !== undefined) return `${problem.segments.slice(2).join('.')}: ${problem.message}`;
  return resolveInstances({ app: config!.apps[0]!, folder: '/f', home: '/h' }).map((spec) => spec.liveness);
}

test('each instance is checked on its own port', () => {
  const [first, second] = livenessOf({ http: 'http://127.0.0.1:3000/health', every: '5s' }) as {
    check: object;
  }[];
  const check = { kind: 'http', timeoutMs: 3000, url: 'http://127.0.0.1:3000/health' };
  assert.equal(first, { check, everyMs: 5000, failures: 3 });
  assert.equal(second!.check, { ...check, url: 'http://127.0.0.1:3001/health' });
  assert.equal(livenessOf(undefined), [undefined, undefined]);
});

test('exactly one check is named', () => {
  assert.is(livenessOf({}), 'liveness: must name exactly one of tcp, http, exec; it names none');
  assert.is(
    livenessOf({ tcp: 1, exec: 'x' }),
    'liveness: must name exactly one of tcp, http, exec; it names tcp and exec',
  );
  assert.match(String(livenessOf({ log: 'x' })), /liveness\.log: is an unknown key/);
  assert.match(
    String(livenessOf({ tcp: 1, failures: 0 })),
    /liveness\.failures: 0 is not a whole number from 1/,
  );
});

test.run();
