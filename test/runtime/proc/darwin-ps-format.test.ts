import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parsePs, valueInCommand } from '../../../src/runtime/proc/darwin-ps-format.ts';

test('parses a line of ps as macOS prints it', () => {
  const line =
    '  733     1   733 Ss    11024   0:01.25   0:02.75 Sun Nov  3 04:05:06 2024     /Applications/My App/bin/node\n';
  assert.equal(parsePs(line), {
    pid: 733,
    comm: 'node',
    state: 'S',
    ppid: 1,
    processGroup: 733,
    session: 733,
    userTicks: 125,
    systemTicks: 150,
    threads: 1,
    startTicks: Date.UTC(2024, 10, 3, 4, 5, 6) / 10,
    rssBytes: 11024 * 1024,
  });
});

test('parses long CPU times', () => {
  const stat = parsePs('1 0 1 Ss 9 1:02:03.04 2-01:00:00.00 Mon Jan 15 23:59:59 2024 /sbin/launchd');
  assert.is(stat?.userTicks, 372_304);
  assert.is(stat?.systemTicks, (2 * 86_400 + 3600) * 100 - 372_304);
});

test('a zombie, whose name is in parentheses, is dead', () => {
  assert.is(parsePs('9 8 9 Z 0 0:00.00 0:00.00 Mon Jan 15 23:59:59 2024 (node)')?.state, 'Z');
});

test('empty output means no process', () => {
  for (const text of ['', '\n', 'ps: invalid process id', '733 1 733']) assert.is(parsePs(text), null, text);
});

test('a variable is found behind the arguments', () => {
  const command = 'node server.js OPM_TOKEN=fake PATH=/usr/bin OPM_TOKEN=4f2a HOME=/Users/a b';
  assert.is(valueInCommand(command, 'OPM_TOKEN'), '4f2a');
  assert.is(valueInCommand(command, 'TOKEN'), null);
  assert.is(valueInCommand(`${command} EMPTY=`, 'EMPTY'), '');
});

test.run();
