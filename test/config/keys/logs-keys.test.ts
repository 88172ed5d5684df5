import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../src/config/schema/validate.ts';

function instancesOf(app: object) {
  const { config } = validateConfig({ apps: [app] });
  return resolveInstances({ app: config!.apps[0]!, folder: '/f', home: '/h' });
}

function problems(logs: unknown, settings: unknown = {}): string[] {
  const content = { settings, apps: [{ name: 'api', command: 'x', logs }] };
  return validateConfig(content).problems.map(({ segments, message }) => `${segments.join('.')} ${message}`);
}

test('how logs are rotated is part of the spec, and absent where nothing is said', () => {
  const [spec] = instancesOf({ name: 'api', command: 'x', logs: { maxSize: '50M', keep: 5, maxAge: '90d' } });
  assert.equal(spec!.logs.rotation, { maxSize: 50 * 1024 ** 2, keep: 5, maxAgeMs: 90 * 86_400_000 });
  const [plain] = instancesOf({ name: 'api', command: 'x' });
  assert.is('rotation' in plain!.logs, false);
  const [compress] = instancesOf({ name: 'api', command: 'x', logs: { compress: false } });
  assert.equal(compress!.logs.rotation, { compress: false });
});

test('values that make no sense are refused with the remedy', () => {
  const refused = (logs: unknown, message: RegExp) => {
    const [first = 'accepted'] = problems(logs);
    assert.match(first, message);
  };
  refused({ maxSize: 50 }, /^apps\.0\.logs\.maxSize 50 has no unit: write "50M"/);
  refused({ maxSize: '50' }, /has no unit/);
  refused({ maxSize: '1K' }, /is too small to rotate: write at least "64K"/);
  refused({ maxSize: 'big' }, /a size/);
  refused({ keep: -1 }, /a whole number from 0/);
  refused({ maxAge: 'soon' }, /a duration/);
  refused({ maxAge: '40000d' }, /longer than 100 years/);
  refused({ compress: 'zstd' }, /true or false/);
  refused({ 'max-file': 3 }, /did you mean "keep"\?/);
  assert.equal(problems({ maxAge: '365d' }), []);
});

test('a budget has to have room for each log', () => {
  assert.equal(problems({ maxSize: '10M' }, { logs: { budget: '10M' } }), []);
  assert.match(
    problems({ maxSize: '20M' }, { logs: { budget: '10M' } })[0]!,
    /^apps\.0\.logs\.maxSize 20M is more than settings\.logs\.budget, which is 10M .*lower this or raise/,
  );
  assert.match(
    problems({}, { logs: { budget: '10K' } })[0]!,
    /^settings\.logs\.budget is too small for logs/,
  );
  assert.match(problems({}, { logs: { budget: 2 } })[0]!, /has no unit/);
});

test.run();
