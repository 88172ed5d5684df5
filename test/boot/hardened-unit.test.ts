import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootFile } from '../../src/boot/boot-files.ts';
import { hardenedObstacle } from '../../src/boot/hardened-unit.ts';
import { spec } from './boot-parts.ts';

const obstacle = (places: object) => hardenedObstacle({ ...spec, ...places }, (path) => path);

test('a hardened unit keeps what OPM needs for privateTmp and other users, and gives up the rest', () => {
  const unit = bootFile('systemd', { ...spec, hardened: true }).split('\n');
  for (const line of [
    'NoNewPrivileges=yes',
    'RestrictNamespaces=mnt',
    'ProtectSystem=full',
    'NotifyAccess=main',
  ]) {
    assert.ok(unit.includes(line), line);
  }
  const kept = unit.filter((line) => line.startsWith('CapabilityBoundingSet='));
  assert.is(kept.length, 1);
  assert.match(kept[0]!, /^CapabilityBoundingSet=CAP_CHOWN .*CAP_SETUID .*CAP_SYS_ADMIN$/);
  assert.not.ok(unit.includes('Delegate=yes'));
  assert.not.match(unit.join('\n'), 'PrivateTmp');
  assert.not.match(bootFile('systemd', spec), 'NoNewPrivileges');
});

test('a home that a hardened service cannot write to is an obstacle', () => {
  assert.is(obstacle({}), null);
  assert.match(obstacle({ home: '/etc/opm' })!, 'the home "/etc/opm" is below /usr');
  assert.is(obstacle({ home: '/tmp/home' }), null);
});

test('only the names of whole folders count, and where links lead', () => {
  assert.is(obstacle({ home: '/etcetera/home' }), null);
  assert.match(
    hardenedObstacle(spec, (path) => path.replace('/srv', '/usr'))!,
    'the home "/srv/opm home" is below /usr',
  );
});

test.run();
