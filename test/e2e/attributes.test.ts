import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from './lab.ts';

/** Runs `opm` as the shell leaves it after `prelude`, which changes what processes inherit. */
function opmAfter(lab: Lab, prelude: string, args: string[]): void {
  const { file, args: words } = lab.command(args);
  const ran = spawnSync('/bin/sh', ['-c', `${prelude}; exec "$@"`, 'sh', file, ...words], {
    env: lab.env,
    cwd: lab.folder,
    encoding: 'utf8',
  });
  assert.is(ran.status, 0, ran.stderr);
}

/** One line of `/proc/PID/status` for every process that OPM has started, by name of the app. */
function statusOf(lab: Lab, key: string): Record<string, string> {
  return Object.fromEntries(
    lab.leaders().map(({ pid, name }) => {
      const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
      return [name, new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(status)![1]!];
    }),
  );
}

/** Masks of their own beside apps that ask for none, all started at once. */
const MASKS = Array.from({ length: 24 }, (_, index) =>
  index % 3 === 0 ? null : index % 3 === 1 ? '027' : '0',
);
const APPS = MASKS.map((umask, index) => ({
  name: `app${index}`,
  command: 'sleep 1000',
  minUptime: 0,
  ...(umask === null ? {} : { umask }),
}));
const EXPECTED = Object.fromEntries(
  MASKS.map((umask, index) => [`app${index}`, umask === null ? '0022' : umask.padStart(4, '0')]),
);

for (const [how, env] of [
  ['', {}],
  [' also through a shell', { OPM_TEST_NATIVE_OFF: 'all' }],
] as const) {
  test(`an app has the umask of its config, and 022 whoever started the daemon${how}`, async () => {
    const lab = new Lab(env);
    try {
      opmAfter(lab, 'umask 077', ['restore', '--config', lab.config(APPS)]);
      assert.equal(statusOf(lab, 'Umask'), EXPECTED);
      for (const { pid } of lab.leaders()) {
        assert.is(fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1'), 'sleep\0' + '1000\0');
      }
    } finally {
      await lab.end();
    }
  });
}

test('an app is as nice as it is promised and ignores no signal, whoever started the daemon', async () => {
  const lab = new Lab();
  try {
    const app = { name: 'a', command: 'sleep 1000', minUptime: 0 };
    opmAfter(lab, "trap '' HUP INT USR1; renice -n 7 -p $$ >/dev/null", [
      'restore',
      '--config',
      lab.config([app]),
    ]);
    assert.is(Number(statusOf(lab, 'SigIgn').a), 0);
    assert.is(os.getPriority(lab.leaders()[0]!.pid), process.getuid?.() === 0 ? 0 : 7);
  } finally {
    await lab.end();
  }
});

test('a shell that would lose a variable is not used: the start fails and says why', async () => {
  const lab = new Lab({ OPM_TEST_NATIVE_OFF: 'all' });
  try {
    const app = { name: 'a', command: 'sleep 1000', umask: '027', env: { 'spring.port': 1 } };
    const { ran, report } = await lab.restore(lab.config([app]));
    assert.is(ran.code, 1);
    assert.match(
      report.failed[0]!.reason,
      /would lose the variable "spring\.port": rename it, or remove umask/,
    );
    assert.equal(lab.leaders(), []);
  } finally {
    await lab.end();
  }
});

test.run();
