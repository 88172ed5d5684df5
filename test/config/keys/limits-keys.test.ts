import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

/** The limits in the spec, or the problem. */
function limitsOf(limits: unknown): object | string | undefined {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', limits }] });
  if (config === null) return problems[0]!.message;
  return resolveInstances({ app: config.apps[0]!, folder: '/f', home: '/h' })[0]!.limits;
}

test('a limit is one number for both, or the soft one and the hard one', () => {
  assert.equal(limitsOf({ nofile: 4096 }), { nofile: '4096:4096' });
  assert.equal(limitsOf({ nofile: '1024:65536' }), { nofile: '1024:65536' });
  assert.equal(limitsOf({ core: 'unlimited', memlock: '64M' }), {
    ...{ core: 'unlimited:unlimited', memlock: '67108864:67108864' },
  });
  assert.equal(limitsOf({ core: '0:unlimited', nice: -5, oomScore: 0 }), {
    ...{ core: '0:unlimited', nice: -5, oomScore: 0 },
  });
  assert.equal(limitsOf({ stack: '8M:64M', fsize: '1G' }), {
    ...{ stack: '8388608:67108864', fsize: '1073741824:1073741824' },
  });
  assert.is(limitsOf({}), undefined);
  assert.is(limitsOf(undefined), undefined);
});

test('an invalid limit is rejected with an example of a valid one', () => {
  for (const nofile of ['', 'many', '1:2:3', '-1', true, '1 K']) {
    assert.match(String(limitsOf({ nofile })), /is not a limit: write 65536, "64M"/, JSON.stringify(nofile));
  }
  assert.match(String(limitsOf({ nofile: '10:5' })), 'has a soft limit above the hard one');
  assert.match(String(limitsOf({ nofile: 'unlimited:5' })), 'has a soft limit above the hard one');
  assert.match(String(limitsOf({ nice: 20 })), 'is not a whole number from -20 to 19');
  assert.match(String(limitsOf({ oomScore: -1001 })), 'is not a whole number from -1000 to 1000');
  assert.match(String(limitsOf({ memory: '1G' })), 'it needs a control group');
  assert.match(String(limitsOf({ LimitNOFILE: 5 })), 'did you mean "nofile"?');
});

test.run();
