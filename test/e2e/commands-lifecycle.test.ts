import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { TargetOutcome } from '../../src/protocol/intents.ts';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('commands on instances');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const sleeper = { command: 'sleep 1000', minUptime: 0 };

async function outcomes(lab: Lab, ...args: string[]): Promise<TargetOutcome[]> {
  return JSON.parse(await lab.ok([...args, '--json'])) as TargetOutcome[];
}

const labelOf = ({ name, instance }: { name: string; instance: number | string }) => `${name}:${instance}`;
const running = (lab: Lab): string[] => lab.leaders().map(labelOf).sort();

test('stop and its alias take ids, names, name:instance, lists and all; what matches nothing is an error', async ({
  lab,
}) => {
  await lab.restore(
    lab.config([
      { name: 'a', ...sleeper, instances: 2 },
      { name: 'b', ...sleeper },
      { name: 'c', ...sleeper },
    ]),
  );
  assert.equal((await outcomes(lab, 'stop', 'b,0')).map(labelOf), ['a:0', 'b:0']);
  assert.equal(running(lab), ['a:1', 'c:0']);
  const nothing = await lab.opm(['stop', 'c,ghost', 'a:7']);
  assert.is(nothing.code, 1);
  assert.match(nothing.stderr, /Nothing matches "ghost", "a:7"; there are: a, b, c/);
  assert.equal(running(lab), ['a:1', 'c:0'], 'a wrong target stops nothing at all');
  assert.equal((await outcomes(lab, 'kill', 'a:1')).map(labelOf), ['a:1']);
  assert.equal((await outcomes(lab, 'stop', 'all')).length, 4);
  assert.equal(running(lab), []);
  for (const { status, pid } of await lab.list()) assert.equal([status, pid], ['stopped', null]);
  assert.is((await lab.opm(['stop'])).code, 64);
});

test('hundreds of simultaneous exits are all noticed', async ({ lab }) => {
  const config = lab.config([{ name: 'many', ...sleeper, instances: 600 }], {
    settings: { maxStarting: 600 },
  });
  assert.is((await lab.restore(config)).ran.code, 0);
  const { code, stderr } = await lab.opm(['stop', 'all']);
  assert.is(code, 0, stderr);
  assert.ok((await lab.list()).every(({ status }) => status === 'stopped'));
  assert.equal(lab.processes(), []);
});

test('restart gives every target a new process and counts it; reset clears the count', async ({ lab }) => {
  await lab.restore(lab.config([{ name: 'a', ...sleeper, instances: 2 }]));
  const before = lab.leaders().map(({ pid }) => pid);
  const restarted = await outcomes(lab, 'restart', 'a');
  assert.equal(
    restarted.map(({ ok, status }) => [ok, status]),
    [
      [true, 'online'],
      [true, 'online'],
    ],
  );
  const after = lab.leaders().map(({ pid }) => pid);
  assert.is(after.length, 2);
  for (const pid of after) assert.not(before.includes(pid));
  assert.equal(
    (await lab.list()).map(({ restarts }) => restarts),
    [1, 1],
  );
  await lab.ok(['reset', 'a:1']);
  assert.equal(
    (await lab.list()).map(({ restarts }) => restarts),
    [1, 0],
  );
  assert.equal(
    lab.leaders().map(({ pid }) => pid),
    after,
    'reset touches no process',
  );
});

test("restart --update-env passes on this shell's variables; without it, those of the first start", async ({
  lab,
}) => {
  const config = lab.config([{ name: 'a', ...sleeper }]);
  await lab.opm(['restore', '--config', config], { env: { COLOUR: 'red' } });
  const colour = () => /COLOUR=(\w+)/.exec(fs.readFileSync(`/proc/${lab.leaders()[0]!.pid}/environ`, 'utf8'));
  await lab.opm(['restart', 'a'], { env: { COLOUR: 'blue' } });
  assert.is(colour()?.[1], 'red');
  await lab.opm(['restart', 'a', '--update-env'], { env: { COLOUR: 'blue' } });
  assert.is(colour()?.[1], 'blue');
});

test('reload goes instance by instance, each ready before the next is stopped', async ({ lab }) => {
  const script = lab.write(
    'slow.sh',
    `say() { echo "$1 $OPM_INSTANCE" >> journal; }
    trap 'say end; exit 0' TERM
    say begin; sleep 0.2; say ready; echo ready
    while :; do sleep 1000 & wait $!; done\n`,
  );
  const app = { name: 'a', command: ['sh', script], instances: 3, ready: { log: '^ready$' } };
  await lab.restore(lab.config([app]));
  fs.writeFileSync(`${lab.folder}/journal`, '');
  await lab.ok(['reload', 'a']);
  const journal = fs.readFileSync(`${lab.folder}/journal`, 'utf8').trim().split('\n');
  assert.equal(
    journal,
    [0, 1, 2].flatMap((instance) => ['end', 'begin', 'ready'].map((what) => `${what} ${instance}`)),
  );
});

test('reload stops at the first failure, and the rest keeps its processes', async ({ lab }) => {
  const script = lab.write(
    'fragile.sh',
    'test "$OPM_INSTANCE" = 1 && test -e broken && echo kaput && exit 5\necho up; exec sleep 1000\n',
  );
  const app = { name: 'a', command: ['sh', script], instances: 3, ready: { log: '^up$' }, restart: 'never' };
  await lab.restore(lab.config([app]));
  const before = new Map(lab.leaders().map(({ instance, pid }) => [instance, pid]));
  lab.write('broken', '');
  const ran = await lab.opm(['reload', 'a', '--json']);
  assert.is(ran.code, 1);
  const [first, second, third] = JSON.parse(ran.stdout) as TargetOutcome[];
  assert.equal([first!.ok, second!.ok], [true, false]);
  assert.match(second!.message!, /code 5/);
  assert.match(third!.message!, /not reloaded/);
  assert.equal(running(lab), ['a:0', 'a:2']);
  const after = new Map(lab.leaders().map(({ instance, pid }) => [instance, pid]));
  assert.is(after.get('2'), before.get('2'));
  assert.is.not(after.get('0'), before.get('0'));
});

test('remove and its aliases stop and forget; ids are never used again', async ({ lab }) => {
  await lab.restore(lab.config(['a', 'b', 'c', 'd'].map((name) => ({ name, ...sleeper }))));
  for (const [index, alias] of ['remove', 'rm', 'del', 'delete'].entries()) {
    const [outcome] = await outcomes(lab, alias, String(index));
    assert.equal([outcome!.id, outcome!.ok, outcome!.status], [index, true, 'removed']);
    assert.is(lab.leaders().length, 3 - index);
  }
  assert.equal(await lab.list(), []);
  await lab.restore(lab.config([{ name: 'a', ...sleeper }]));
  assert.equal(
    (await lab.list()).map(({ id }) => id),
    [4],
  );
});

test('signal reaches the process by name with or without SIG and by number', async ({ lab }) => {
  const script = lab.write(
    'signals.sh',
    `for name in USR1 USR2 HUP; do trap "echo got $name" $name; done
    echo up; while :; do sleep 1000 & wait $!; done\n`,
  );
  await lab.restore(lab.config([{ name: 'a', command: ['sh', script], ready: { log: '^up$' } }]));
  const { logs, pid } = await lab.info('a');
  for (const [word, name] of [
    ['USR1', 'USR1'],
    ['SIGUSR2', 'USR2'],
    ['1', 'HUP'],
  ]) {
    await lab.ok(['signal', word!, 'a']);
    await until(() => fs.readFileSync(logs.out, 'utf8').includes(`got ${name}`), `${name} has arrived`);
  }
  assert.is((await lab.info('a')).pid, pid);
  assert.is((await lab.opm(['signal', 'NONSENSE', 'a'])).code, 64);
  await lab.ok(['stop', 'a']);
  const stopped = await lab.opm(['signal', 'HUP', 'a']);
  assert.is(stopped.code, 1);
  assert.match(stopped.stdout + stopped.stderr, /not running/);
});

test('scale adds the next numbers and removes the highest first; a config with the same number keeps them all', async ({
  lab,
}) => {
  const app = (instances: number) => ({ name: 'a', ...sleeper, port: 4200, instances });
  await lab.restore(lab.config([app(2)]));
  assert.equal((await outcomes(lab, 'scale', 'a', '4')).map(labelOf), ['a:2', 'a:3']);
  const environ = (instance: string) =>
    fs.readFileSync(
      `/proc/${lab.leaders().find((leader) => leader.instance === instance)!.pid}/environ`,
      'utf8',
    );
  assert.match(environ('3'), /\0PORT=4203\0/);
  assert.match(await lab.ok(['env', 'a:3']), /^PORT=4203$/m);
  assert.not.match((await lab.info('a:3')).logs.out, /a-0/);
  const { report } = await lab.restore(lab.config([app(4)]));
  assert.is(report.kept.length, 4, JSON.stringify(report));
  const removed = await outcomes(lab, 'scale', 'a', '1');
  assert.equal(removed.map(labelOf), ['a:3', 'a:2', 'a:1']);
  assert.equal(running(lab), ['a:0']);
  assert.is((await lab.opm(['scale', 'ghost', '2'])).code, 1);
  assert.is((await lab.opm(['scale', 'a', 'many'])).code, 64);
});

test('adjust and its aliases change name and command; a taken or invalid name is refused', async ({
  lab,
}) => {
  await lab.restore(
    lab.config([
      { name: 'a', ...sleeper },
      { name: 'b', ...sleeper },
    ]),
  );
  const before = await lab.info('a');
  await lab.ok(['adjust', 'a', '--name', 'web']);
  assert.is((await lab.info('web')).pid, before.pid, 'a new name restarts nothing');
  await lab.ok(['update', 'web', '--command', 'sleep 2000']);
  const changed = await lab.info('web');
  assert.is.not(changed.pid, before.pid);
  assert.is(fs.readFileSync(`/proc/${changed.pid}/cmdline`, 'utf8'), 'sleep\x002000\x00');
  await lab.ok(['modify', String(changed.id), '--name', 'shop', '--command', 'sleep 3000']);
  assert.equal((await lab.info('shop')).command, ['sleep', '3000']);
  const taken = await lab.opm(['adjust', 'shop', '--name', 'b']);
  assert.is(taken.code, 1);
  assert.match(taken.stderr, /"b"/);
  for (const name of ['all', '12', 'a b', 'x,y', '../../etc'])
    assert.is((await lab.opm(['adjust', 'shop', '--name', name])).code, 64, `"${name}" is refused`);
  assert.is((await lab.opm(['adjust', 'shop'])).code, 64);
  assert.equal(running(lab), ['b:0', 'shop:0']);
});

test('dependents of a renamed app depend on its new name, in the snapshot too', async ({ lab }) => {
  const script = lab.write('in-order.sh', 'echo $OPM_NAME >> order; exec sleep 1000\n');
  const command = ['sh', script];
  await lab.restore(
    lab.config([
      { name: 'store', ...sleeper, instances: 2 },
      { name: 'shop', command, dependsOn: ['store'] },
      { name: 'desk', command, dependsOn: ['shop', 'store'] },
    ]),
  );
  const before = lab.leaders().map(({ pid }) => pid);
  await lab.ok(['adjust', 'store:1', '--name', 'spare']);
  assert.equal((await lab.info('shop')).dependsOn, ['store'], 'one instance still has the old name');
  await lab.ok(['adjust', 'store', '--name', 'base']);
  await lab.ok(['adjust', 'shop', '--name', 'mall']);
  assert.equal((await lab.info('mall')).dependsOn, ['base']);
  assert.equal((await lab.info('desk')).dependsOn, ['mall', 'base']);
  assert.equal(
    lab.leaders().map(({ pid }) => pid),
    before,
    'nothing was restarted',
  );
  await lab.ok(['save']);
  await lab.ok(['daemon', 'stop']);
  lab.write('order', '');
  await lab.ok(['restore']);
  assert.equal(fs.readFileSync(`${lab.folder}/order`, 'utf8').trim().split('\n'), ['mall', 'desk']);
  assert.equal((await lab.list()).map(({ name }) => name).sort(), ['base', 'desk', 'mall', 'spare']);
});

test.run();
