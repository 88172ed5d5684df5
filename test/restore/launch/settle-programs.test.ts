import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { instanceLike } from '../../../src/config/instance/instance-like.ts';
import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { OpmError } from '../../../src/errors.ts';
import type { StartedProgram } from '../../../src/protocol/request-schema.ts';
import { namesAround, settlePrograms } from '../../../src/restore/launch/settle-programs.ts';
import type { ExistingInstance } from '../../../src/restore/plan.ts';
import { specOf } from '../../ledger/ledger-parts.ts';

function script(folder: string, name = 'index', more: Partial<InstanceSpec> = {}): InstanceSpec {
  return specOf({
    name,
    argv: ['node', `${folder}/index.js`],
    cwd: folder,
    logs: { out: `/home/logs/${name}-0.out.log`, err: `/home/logs/${name}-0.err.log` },
    ...more,
  });
}

function existing(specs: InstanceSpec[], actual: ExistingInstance['actual'] = 'running'): ExistingInstance[] {
  return specs.map((spec, id) => ({ id, spec, pluginEnv: [], actual }));
}

function settle(
  specs: InstanceSpec[],
  known: ExistingInstance[],
  options: Partial<StartedProgram> & { replace?: boolean } = {},
) {
  const { replace = false, derivedFrom = 'index', anyCount = true } = options;
  const names = [...new Set(specs.map(({ name }) => name))];
  const programs = names.map((app) => ({ app, derivedFrom, anyCount }));
  return settlePrograms({ instances: specs, programs, replace }, known);
}

const labels = (specs: InstanceSpec[]) => specs.map(({ name, instance }) => `${name}:${instance}`);

test('a script with the same name in another folder becomes a separate app with its own logs', () => {
  const { instances, warnings } = settle([script('/b')], existing([script('/a')]));
  assert.equal(instances, [script('/b', 'index-2')]);
  assert.equal(warnings, [
    '"index" is another app (node /a/index.js in /a), so this one is called "index-2". Choose a name with --name',
  ]);
});

test('the same command in the same folder means the app created from it, whatever its number', () => {
  const known = existing([script('/a'), script('/b', 'index-2'), script('/c', 'index-js')]);
  assert.equal(settle([script('/a')], known), { instances: [script('/a')], warnings: [] });
  assert.equal(settle([script('/b')], known), { instances: [script('/b', 'index-2')], warnings: [] });
  assert.equal(labels(settle([script('/c')], known).instances), ['index-3:0']);
  const withoutFirst = known.slice(1);
  assert.equal(labels(settle([script('/b')], withoutFirst).instances), ['index-2:0']);
});

test('different arguments are a different command, even if the other app is stopped', () => {
  const nap = (seconds: string, name = 'sleep') => specOf({ name, argv: ['sleep', seconds] });
  for (const actual of ['running', 'resting', 'satisfied'] as const) {
    const known = existing([nap('1000')], actual);
    const { instances } = settle([nap('2000')], known, { derivedFrom: 'sleep' });
    assert.equal(instances, [nap('2000', 'sleep-2')]);
  }
});

test('an app keeps its number of instances unless a number is given', () => {
  const four = [0, 1, 2, 3].map((number) => instanceLike(script('/a'), number));
  const given = settle([script('/a')], existing(four), { anyCount: false });
  assert.equal(labels(given.instances), ['index:0']);
  assert.equal(settle([script('/a')], existing(four)).instances, four);
  const named = settle([script('/a')], existing(four), { derivedFrom: null });
  assert.equal(named.instances, four);
});

test('kept instances have the numbered files of a named log', () => {
  const logs = (middle: string) => ({ out: `/x/a${middle}.log`, err: `/x/a${middle}.log` });
  const two = [0, 1].map((instance) => script('/a', 'index', { instance, logs: logs(`-${instance}`) }));
  const { instances } = settle([script('/a', 'index', { logs: logs('') })], existing(two));
  assert.equal(instances, two);
});

test('an explicit name is taken from another app only on request', () => {
  const known = existing([script('/a', 'api')]);
  const given = { derivedFrom: null };
  try {
    settle([script('/b', 'api')], known, given);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, OpmError);
    const { code, exitCode, message } = error as OpmError;
    assert.equal([code, exitCode], ['NAME_IN_USE', 1]);
    assert.match(message, /another app with this name is running: node \/a\/index\.js in \/a\. .*--replace/);
  }
  const replaced = settle([script('/b', 'api')], known, { ...given, replace: true });
  assert.equal(replaced.instances, [script('/b', 'api')]);
  const atRest = settle([script('/b', 'api')], existing([script('/a', 'api')], 'resting'), given);
  assert.equal(atRest.instances, [script('/b', 'api')]);
});

test('an explicit name with the same program means that app, whatever else has changed', () => {
  const pairs: [Partial<InstanceSpec>, Partial<InstanceSpec>][] = [
    [
      { argv: ['node', '/a/x.js'], cwd: '/a' },
      { argv: ['node', '/a/x.js', '-v'], cwd: '/b' },
    ],
    [
      { argv: ['node', 'x.js'], cwd: '/a' },
      { argv: ['bun', '/a/x.js'], cwd: '/' },
    ],
    [
      { argv: ['npm', 'run', 'a'], cwd: '/a' },
      { argv: ['npm', 'run', 'b'], cwd: '/a' },
    ],
    [
      { argv: ['/a/server'], cwd: '/' },
      { argv: ['./server', '-p', '1'], cwd: '/a' },
    ],
  ];
  for (const [one, other] of pairs) {
    const wanted = specOf({ name: 'api', ...other });
    const { instances } = settle([wanted], existing([specOf({ name: 'api', ...one })]), {
      derivedFrom: null,
    });
    assert.equal(instances, [wanted]);
  }
  const other = existing([specOf({ name: 'api', argv: ['npm', 'start'], cwd: '/a' })]);
  const elsewhere = specOf({ name: 'api', argv: ['npm', 'start'], cwd: '/b' });
  assert.throws(() => settle([elsewhere], other, { derivedFrom: null }), /another app with this name/);
});

test('scripts started together get different names, and the same one twice is one app', () => {
  const both = [script('/a'), script('/b', 'index-2')];
  assert.equal(labels(settle(both, []).instances), ['index:0', 'index-2:0']);
  const swapped = existing([script('/b'), script('/c', 'index-2')]);
  assert.equal(labels(settle(both, swapped).instances), ['index-3:0', 'index:0']);
  const twice = [script('/a'), script('/a', 'index-2')];
  assert.equal(labels(settle(twice, []).instances), ['index:0']);
});

test('apps of a config file stay as they are, and their names are not reused', () => {
  const request = {
    instances: [script('/a'), script('/b', 'index-2')],
    programs: [{ app: 'index-2', derivedFrom: 'index', anyCount: true }],
    replace: false,
  };
  assert.equal(labels(settlePrograms(request, []).instances), ['index:0', 'index-2:0']);
  const around = namesAround(request, existing([script('/c', 'index-7'), script('/c', 'index-js')]));
  assert.equal(around, ['index', 'index-2', 'index-7']);
});

test('an app of a config file does not take the name of a running app from elsewhere, unless asked to', () => {
  const wanted = script('/b', 'index', { definedIn: '/b/opm.json' });
  const settled = (other: InstanceSpec, actual: ExistingInstance['actual'] = 'running', replace = false) =>
    settlePrograms({ instances: [wanted], programs: [], replace }, existing([other], actual)).instances;
  for (const definedIn of ['/a/opm.json', null, undefined]) {
    const other = { ...script('/a'), ...(definedIn === undefined ? {} : { definedIn }) };
    assert.throws(
      () => settled(other),
      /Cannot start "index": another app with this name is running: node \/a\/index\.js in \/a.*--replace \/b\/opm\.json/,
    );
    assert.equal(settled(other, 'resting'), [wanted]);
    assert.equal(settled(other, 'running', true), [wanted]);
  }
  assert.equal(settled(script('/a', 'index', { definedIn: '/b/opm.json' })), [wanted]);
  assert.equal(settled(script('/b', 'index', { definedIn: '/old/opm.json' })), [wanted]);
});

test.run();
