import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resolveInstances } from '../../../../src/config/instance/resolve-instances.ts';
import { validateConfig } from '../../../../src/config/schema/validate.ts';

/** What the spec says, or the problem with its place. */
function watchOf(watch: unknown) {
  const { config, problems } = validateConfig({ apps: [{ name: 'a', command: 'x', cwd: 'api', watch }] });
  const [problem] = problems;
  if (problem !== undefined) return `${problem.segments.slice(2).join('.')}: ${problem.message}`;
  return resolveInstances({ app: config!.apps[0]!, folder: '/f', home: '/h' })[0]!.watch;
}

const USUAL = { ignore: [], delayMs: 200, action: 'restart' };

test("true watches the app's working folder; paths are relative to the file", () => {
  assert.equal(watchOf(true), { ...USUAL, paths: ['/f/api'] });
  assert.equal(watchOf(['src', '/etc/x']), { ...USUAL, paths: ['/f/src', '/etc/x'] });
  assert.equal(watchOf({ paths: 'src', ignore: '*.log', delay: '1s', action: 'SIGHUP' }), {
    ...{ paths: ['/f/src'], ignore: ['*.log'], delayMs: 1000, action: 'SIGHUP' },
  });
  assert.equal([watchOf(false), watchOf(undefined)], [undefined, undefined]);
});

test('invalid watch settings are rejected with valid ones', () => {
  assert.match(String(watchOf('yes')), /^watch: "yes" is not true, a list of paths, or an object/);
  assert.match(String(watchOf([])), /^watch: names nothing: give paths/);
  assert.match(String(watchOf({ paths: [] })), /^watch\.paths: names nothing/);
  assert.match(
    String(watchOf({ action: 'rebuild' })),
    /^watch\.action: "rebuild" is not what to do: use "restart"/,
  );
  assert.match(
    String(watchOf({ ignored: 'x' })),
    /^watch\.ignored: is an unknown key; did you mean "ignore"\?/,
  );
});

test.run();
