import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { wentIntoBackground } from '../../../src/supervise/policy/background-hint.ts';

const hint = (...argv: string[]) => wentIntoBackground({ argv, left: 1 }).split('foreground: ')[1];

test('it says what happened, and how many processes are left', () => {
  assert.is(
    wentIntoBackground({ argv: ['nginx'], left: 3 }),
    'put itself into the background (it exited with code 0 and left 3 processes running, now ended); OPM needs it in ' +
      'the foreground: add -g "daemon off;", or "daemon off;" to its config',
  );
});

test('the hint matches the program, wherever it is in the command', () => {
  const redis = hint('redis-server', '/etc/redis.conf');
  assert.match(redis!, '--daemonize no');
  assert.is(hint('/usr/bin/redis-server'), redis);
  assert.is(hint('sh', '-c', 'umask 077; exec /usr/bin/redis-server --port 1'), redis);
  assert.is(hint('php-fpm8.2'), 'add --nodaemonize');
  assert.is(hint('sshd'), 'add -D');
});

test('for other programs it lists typical options', () => {
  assert.match(hint('./my-server', '--port', '80')!, 'look for an option such as --foreground');
  assert.match(hint('constructor', 'toString')!, 'look for an option');
});

test.run();
