import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bootFile, bootPlace } from '../../src/boot/boot-files.ts';
import { detectBootSystem } from '../../src/boot/detect-boot-system.ts';
import { shellWord } from '../../src/boot/openrc-script.ts';
import { NASTY, spec } from './boot-parts.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'opm-boot-'));
test.after(() => fs.rmSync(folder, { recursive: true }));

test('the unit leaves the apps alone when the daemon exits, and restarts the daemon', () => {
  const unit = bootFile('systemd', { ...spec, keepGoing: true });
  for (const line of [
    'Type=notify',
    'NotifyAccess=main',
    'WatchdogSec=60',
    'LimitCORE=0:infinity',
    'Delegate=yes',
    'KillMode=process',
    'OOMPolicy=continue',
    'Restart=on-failure',
    'RestartForceExitStatus=85',
    'SuccessExitStatus=85',
    'StartLimitIntervalSec=0',
    'UMask=0077',
    'After=network-online.target',
    'WantedBy=multi-user.target',
    'ExecStart=/usr/bin/true daemon run --supervised --restore --config /etc/opm.config.yaml --keep-going',
    'ExecReload=/usr/bin/true restore --config /etc/opm.config.yaml --keep-going',
    'Environment="OPM_HOME=/srv/opm home"',
  ]) {
    assert.ok(unit.split('\n').includes(line), `${line}\n${unit}`);
  }
  assert.is(unit.match(/^Environment=/gm)?.length, 3);
  const user = bootFile('systemd', { ...spec, scope: 'user' });
  assert.match(user, 'WantedBy=default.target');
  assert.match(user, 'NotifyAccess=all');
  assert.not.match(user, 'CapabilityBoundingSet');
  assert.not.match(user, 'network-online');
});

test('systemd parses every word of the command as intended', () => {
  const [line = ''] = bootFile('systemd', { ...spec, config: NASTY }).match(/^ExecStart=.*$/m) ?? [];
  assert.is(
    line,
    'ExecStart=/usr/bin/true daemon run --supervised --restore --config ' +
      '"/etc/a b/100%%/$$HOME/\\"q\\"/\'s\'/<&>/back\\\\slash/--x/ü;#.yaml"',
  );
});

test('a POSIX shell parses every word as intended', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.integer({ min: 1, max: 0x10ffff }).map((code) => String.fromCodePoint(code)) }),
        { minLength: 1 },
      ),
      (words) => {
        const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`], {
          encoding: 'utf8',
        });
        assert.equal(
          stdout.split('\0').slice(0, -1),
          words.map((word) => Buffer.from(word).toString()),
        );
      },
    ),
    { numRuns: 30, examples: [[[NASTY, "'", '', '\n']]] },
  );
});

test('the OpenRC script is a valid shell script, and its arguments survive a second evaluation', () => {
  const script = bootFile('openrc', { ...spec, config: NASTY });
  const file = path.join(folder, 'opm');
  fs.writeFileSync(file, script);
  assert.equal(spawnSync('sh', ['-n', file]).status, 0);
  const probe = `. ${file}; eval "set -- $command_args"; printf '%s\\n' "$@"; eval "set -- $supervise_daemon_args"; printf '%s\\n' "$@"`;
  const { stdout } = spawnSync('sh', ['-c', probe], { encoding: 'utf8' });
  assert.equal(stdout.trim().split('\n'), [
    ...['daemon', 'run', '--supervised', '--restore', '--config', NASTY],
    ...['--env', 'PATH=/usr/bin:/bin', '--env', 'HOME=/root', '--env', 'OPM_HOME=/srv/opm home'],
  ]);
  const reload = spawnSync('sh', ['-c', `. ${file}; reload; echo "code $?"`], { encoding: 'utf8' });
  assert.is(reload.stdout, 'code 0\n', reload.stderr);
});

test('the property list contains what launchd needs, with every character escaped', () => {
  const plist = bootFile('launchd', { ...spec, config: NASTY });
  assert.match(
    plist,
    '<string>/etc/a b/100%/$HOME/"q"/\'s\'/&lt;&amp;&gt;/back\\slash/--x/ü;#.yaml</string>',
  );
  assert.match(plist, /<key>SuccessfulExit<\/key>\n<false\/>/);
  assert.match(plist, /<key>AbandonProcessGroup<\/key>\n<true\/>/);
  const comments = plist.match(/<!--([\s\S]*?)-->/g) ?? [];
  for (const comment of comments) assert.not.match(comment.slice(4, -3), '--');
  assert.equal(unbalancedTags(plist), []);
  assert.equal(unbalancedTags(plist.replace('</dict>', '')), ['plist']);
  assert.is(bootFile('launchd', { ...spec, home: '/a--b' }).includes('Home: "/a--b"'), false);
});

/** Tags that are opened and not closed in their turn. */
function unbalancedTags(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name = '', empty] of xml.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (empty === '/') continue;
    if (close === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [name];
  }
  return open;
}

test('every init system has its place under the given root', () => {
  const place = { root: '/img', userFolder: '/home/u', configFolder: '/home/u/.config' };
  const at = (system: 'systemd' | 'openrc' | 'launchd', scope: 'system' | 'user') => {
    const { file, link } = bootPlace({ system, scope, ...place });
    return [file, link?.path];
  };
  assert.equal(at('systemd', 'system'), [
    '/img/etc/systemd/system/opm.service',
    '/img/etc/systemd/system/multi-user.target.wants/opm.service',
  ]);
  assert.equal(at('systemd', 'user'), [
    '/img/home/u/.config/systemd/user/opm.service',
    '/img/home/u/.config/systemd/user/default.target.wants/opm.service',
  ]);
  assert.equal(at('openrc', 'system'), ['/img/etc/init.d/opm', '/img/etc/runlevels/default/opm']);
  assert.equal(at('launchd', 'system'), ['/img/Library/LaunchDaemons/opm.plist', undefined]);
  assert.equal(at('launchd', 'user'), ['/img/home/u/Library/LaunchAgents/opm.plist', undefined]);
  assert.throws(() => at('openrc', 'user'), /OpenRC only supports system services/);
});

test('the running init system is preferred to one that is only installed', () => {
  const root = path.join(folder, 'image');
  assert.throws(() => detectBootSystem(root, 'linux'), /Cannot determine the init system/);
  assert.is(detectBootSystem(root, 'darwin'), 'launchd');
  fs.mkdirSync(path.join(root, 'usr/lib/systemd/systemd'), { recursive: true });
  assert.is(detectBootSystem(root, 'linux'), 'systemd');
  fs.mkdirSync(path.join(root, 'run/openrc'), { recursive: true });
  assert.is(detectBootSystem(root, 'linux'), 'openrc');
});

test.run();
