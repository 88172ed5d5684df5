import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ListEntry } from '../../src/protocol/intents.ts';
import { until } from './lab.ts';
import { Machine } from './machine.ts';

const impossibleBecause = Machine.impossibleBecause();
if (impossibleBecause !== null) console.log(`Skipped: no machine is booted, since ${impossibleBecause}`);

const booted = suite<{ machine: Machine }>('on a machine with systemd');
const test = impossibleBecause === null ? booted : booted.skip;

/** Says in a journal of the fleet's when it begins and ends. */
const app = (name: string, more: object = {}) => ({
  name,
  command: [
    '/bin/sh',
    '-c',
    `echo "begin $OPM_NAME $$" >> /srv/journal
trap 'sleep 0.1; echo "end $OPM_NAME $$" >> /srv/journal; exit 0' TERM
echo up
while :; do sleep 1000 & wait $!; done`,
  ],
  ready: { log: '^up$', timeout: '30s' },
  ...more,
});

booted.before(async (context) => {
  context.machine = new Machine();
  if (impossibleBecause !== null) return;
  const { machine } = context;
  machine.install();
  const apps = [app('db'), app('api', { instances: 2, dependsOn: ['db'] })];
  machine.write('srv/opm.config.json', JSON.stringify({ apps }));
  await machine.boot();
});
booted.after(({ machine }) => machine.end());

function fleet(machine: Machine): string[] {
  const entries = JSON.parse(machine.ok('opm', 'list', '--json')) as ListEntry[];
  return entries.map(({ name, instance, status, pid }) => `${name}:${instance} ${status} ${pid}`);
}

/** A property of the unit. */
function unit(machine: Machine, property: string): string {
  return machine.ok('systemctl', 'show', 'opm', '--property', property, '--value').trim();
}

/** What the apps wrote since it was last looked at. */
function journal(machine: Machine): string[] {
  const lines = machine.read('srv/journal').split('\n').slice(0, -1);
  machine.write('srv/journal', '');
  return lines;
}

const names = (lines: string[]) => lines.map((line) => line.replace(/ \d+$/, ''));

test('the unit starts the fleet, and counts as started once the fleet is ready', ({ machine }) => {
  machine.ok('opm', 'startup', '--config', '/srv/opm.config.json');
  machine.ok('systemctl', 'daemon-reload');
  machine.ok('systemctl', 'start', 'opm');
  assert.is(unit(machine, 'StatusText'), '3 processes running');
  assert.equal(
    fleet(machine).map((line) => line.replace(/ \d+$/, '')),
    ['db:0 online', 'api:0 online', 'api:1 online'],
  );
  assert.equal(names(journal(machine)), ['begin db', 'begin api', 'begin api']);
});

test('a killed daemon comes back, and every app keeps its PID', async ({ machine }) => {
  const before = fleet(machine);
  machine.ok('sh', '-c', `kill -9 ${unit(machine, 'MainPID')}`);
  await until(() => unit(machine, 'NRestarts') === '1', 'systemd starts it again');
  await until(() => unit(machine, 'ActiveState') === 'active', 'it is ready again');
  assert.equal(fleet(machine), before);
  assert.equal(journal(machine), []);
});

test('opm daemon restart makes systemd start another daemon, and every app keeps its PID', ({ machine }) => {
  const [before, daemon] = [fleet(machine), unit(machine, 'MainPID')];
  machine.ok('opm', 'daemon', 'restart');
  assert.is.not(unit(machine, 'MainPID'), daemon);
  assert.equal(fleet(machine), before);
  assert.equal(journal(machine), []);
});

test('a shutdown stops the apps in reverse order, and the next boot brings them back', async ({
  machine,
}) => {
  await machine.reboot();
  assert.equal(names(journal(machine)), [
    ...['end api', 'end api', 'end db'],
    ...['begin db', 'begin api', 'begin api'],
  ]);
  assert.is(unit(machine, 'ActiveState'), 'active');
  assert.is(unit(machine, 'NRestarts'), '0');
  assert.is(fleet(machine).filter((line) => line.includes('online')).length, 3);
});

test('a daemon that hangs is ended and replaced, and every app keeps its PID', async ({ machine }) => {
  machine.write('etc/systemd/system/opm.service.d/quick.conf', '[Service]\nWatchdogSec=2\n');
  machine.ok('systemctl', 'daemon-reload');
  machine.ok('opm', 'daemon', 'restart');
  const [before, daemon] = [fleet(machine), unit(machine, 'MainPID')];
  journal(machine);
  machine.ok('sh', '-c', `kill -STOP ${daemon}`);
  await until(() => unit(machine, 'MainPID') !== daemon, 'systemd has started another');
  await until(() => unit(machine, 'ActiveState') === 'active', 'it is ready');
  assert.equal(fleet(machine), before);
  assert.equal(journal(machine), []);
});

test('the unit of the daemon itself gives up what no app needs', ({ machine }) => {
  const status = machine.ok('cat', `/proc/${unit(machine, 'MainPID')}/limits`);
  assert.match(status, /^Max core file size\s+0\s+unlimited/m);
  assert.is(unit(machine, 'NotifyAccess'), 'main');
  assert.is(unit(machine, 'Delegate'), 'yes');
});

test('a hardened unit runs apps of other users and with a /tmp of their own, and keeps them when it is killed', async ({
  machine,
}) => {
  const apart = {
    name: 'apart',
    user: 'nobody',
    privateTmp: true,
    command: ['/bin/sh', '-c', 'echo mine > /tmp/mine && echo up && exec sleep 1000'],
    ready: { log: '^up$', timeout: '30s' },
  };
  const apps = [app('db'), app('api', { instances: 2, dependsOn: ['db'] }), apart];
  machine.write('srv/opm.config.json', JSON.stringify({ apps }));
  machine.ok('systemctl', 'stop', 'opm');
  for (const [refused, why] of [
    [['opm', 'startup', '--hardened', '--user'], /is for the system service of systemd/],
    [['env', 'OPM_HOME=/etc/home', 'opm', 'startup', '--hardened'], /"\/etc\/home" is below \/usr/],
  ] as const) {
    const { code, stderr } = machine.run(...refused);
    assert.is(code, 64, stderr);
    assert.match(stderr, why);
  }
  machine.ok('opm', 'startup', '--hardened', '--config', '/srv/opm.config.json');
  machine.ok('systemctl', 'daemon-reload');
  machine.ok('systemctl', 'start', 'opm');
  const before = fleet(machine);
  assert.is(before.filter((line) => line.includes('online')).length, 4, before.join('\n'));
  const [, pid] = before.find((line) => line.startsWith('apart'))!.match(/(\d+)$/)!;
  const status = machine.ok('cat', `/proc/${pid}/status`);
  assert.match(status, /^Uid:\s+65534/m);
  assert.match(status, /^NoNewPrivs:\s+1$/m);
  assert.match(status, /^Seccomp:\s+2$/m);
  assert.is(machine.ok('cat', `/proc/${pid}/root/tmp/mine`), 'mine\n');
  const [, db] = before.find((line) => line.startsWith('db'))!.match(/(\d+)$/)!;
  machine.ok('sh', '-c', `echo kept > /proc/${db}/root/tmp/of-db`);
  const daemon = unit(machine, 'MainPID');
  assert.is(machine.run('ls', `/proc/${daemon}/root/tmp/mine`).code, 2);
  machine.ok('sh', '-c', `kill -9 ${daemon}`);
  await until(() => !['0', daemon].includes(unit(machine, 'MainPID')), 'systemd has started another');
  await until(() => unit(machine, 'ActiveState') === 'active', 'it is ready');
  assert.equal(fleet(machine), before);
  // What an app has in /tmp is still its own: systemd has not emptied it for the new daemon.
  assert.is(machine.ok('cat', `/proc/${db}/root/tmp/of-db`), 'kept\n');
  journal(machine);
});

test('stopping the unit stops the apps, and leaves nothing in its control group', ({ machine }) => {
  const members = () => machine.run('sh', '-c', 'grep -l opm.service /proc/[0-9]*/cgroup').stdout;
  assert.is.not(members(), '');
  machine.ok('systemctl', 'stop', 'opm');
  assert.equal(names(journal(machine)), ['end api', 'end api', 'end db']);
  assert.is(unit(machine, 'Result'), 'success');
  assert.is(members(), '');
});

booted.run();
