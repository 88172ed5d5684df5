import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FindTool } from '../../../../src/supervise/start/attributes/attribute-tools.ts';
import { GroupLookup } from '../../../../src/supervise/start/attributes/group.ts';
import {
  type AttributeOptions,
  planAttributes,
} from '../../../../src/supervise/start/attributes/plan-attributes.ts';
import type { OwnRights } from '../../../../src/supervise/start/own-rights.ts';

const WEB = { name: 'web', uid: 33, gid: 33, home: '/srv', shell: '/bin/sh' };
const everything: FindTool = async (tool) => `/bin/${tool}`;
const nothing: FindTool = async () => null;

function rights(capabilities: string[], more: Partial<OwnRights> = {}): OwnRights {
  return {
    can: (capability) => capabilities.includes(capability) || capabilities.includes('all'),
    hardLimits: { nofile: '4096', core: 'unlimited' },
    ...{ nice: 0, oomScore: 0 },
    ...more,
  };
}
const ROOT = rights(['all']);

/** The words, or why not; the runtime's own switch is shown as `uid:gid`. */
async function plan(
  spec: AttributeOptions['spec'],
  options: Partial<AttributeOptions> = {},
): Promise<string> {
  const account = spec.user === undefined ? null : WEB;
  const ground = { ownUid: 0, groups: new GroupLookup(), findTool: everything, rights: ROOT };
  const planned = await planAttributes({ ...ground, platform: 'linux', spec, account, ...options });
  if ('code' in planned) return planned.message;
  const { credentials, wrapper } = planned;
  return [...(credentials === null ? [] : [`${credentials.uid}:${credentials.gid}`]), ...wrapper].join(' ');
}

test('an app without attributes has no prefix', async () => {
  assert.is(await plan({}), '');
  assert.is(await plan({ user: 'web' }, { ownUid: 33 }), '');
});

test('another user gets its groups, without privileges or a way to gain them', async () => {
  const rest = '--bounding-set=-all --inh-caps=-all --';
  assert.is(
    await plan({ user: 'web' }),
    `/bin/setpriv --reuid=33 --regid=33 --init-groups --no-new-privs ${rest}`,
  );
  assert.is(
    await plan({ user: 'web', groups: ['0', '7'], group: '8', noNewPrivileges: false }),
    `/bin/setpriv --reuid=33 --regid=8 --groups=0,7 ${rest}`,
  );
});

test('groups alone leave the user unchanged', async () => {
  assert.is(await plan({ group: '8' }), '/bin/setpriv --regid=8 --keep-groups --');
  assert.is(await plan({ groups: ['7'] }), '/bin/setpriv --groups=7 --');
  assert.match(await plan({ group: '8' }, { rights: rights([]) }), 'takes CAP_SETGID');
});

test('a container that may not bound capabilities works without, unless they are requested', async () => {
  const contained = { rights: rights(['setuid', 'setgid', 'chown']) };
  assert.is(
    await plan({ user: 'web' }, contained),
    '/bin/setpriv --reuid=33 --regid=33 --init-groups --no-new-privs --inh-caps=-all --',
  );
  assert.match(await plan({ user: 'web', capabilities: ['chown'] }, contained), 'takes CAP_SETPCAP');
  assert.match(await plan({ user: 'web', capabilities: ['net_raw'] }, contained), 'takes CAP_NET_RAW');
});

test('limits are set before the user switch, which removes the right to set them', async () => {
  const limits = { nofile: '100:200', core: '0:0', nice: 5, oomScore: 300 };
  assert.is(
    await plan({ limits }),
    '/bin/choom -n 300 -- /bin/prlimit --nofile=100:200 --core=0:0 -- /bin/nice -n 5',
  );
  assert.match(await plan({ user: 'web', limits: { nice: -1 } }), /^\/bin\/nice -n -1 \/bin\/setpriv /);
  assert.is(await plan({ limits: { nice: 7 } }, { rights: rights([], { nice: 7 }) }), '');
});

test('what the kernel would refuse is detected beforehand', async () => {
  const none = { rights: rights([]) };
  assert.match(
    await plan({ limits: { nofile: '10:5000' } }, none),
    'above 4096, the hard limit of the daemon',
  );
  assert.match(await plan({ limits: { nofile: '10:unlimited' } }, none), 'above 4096');
  assert.match(await plan({ limits: { nofile: '10:4096' } }, none), /prlimit/);
  assert.match(await plan({ limits: { nice: -1 } }, none), "below the daemon's 0, which takes CAP_SYS_NICE");
  assert.match(await plan({ limits: { oomScore: -1 } }, none), "below the daemon's 0");
  assert.match(await plan({ limits: { nofile: '10:5000' } }), /prlimit --nofile=10:5000/);
});

test('a missing tool is named with its package', async () => {
  const bare = { findTool: nothing };
  assert.match(
    await plan({ limits: { nofile: '1:1' } }, bare),
    'set by prlimit, which this machine does not have',
  );
  assert.match(await plan({ limits: { nice: 1 } }, bare), 'install coreutils');
  assert.match(
    await plan({ user: 'web' }, bare),
    'the setpriv of util-linux, which this machine does not have',
  );
  assert.match(await plan({ user: 'web', groups: [] }, bare), 'setpriv');
  assert.is(await plan({ user: 'web', groups: [], noNewPrivileges: false }, bare), '33:33');
});

test('macOS switches users natively, and refuses what it does not support', async () => {
  const mac = { platform: 'darwin' } as const;
  assert.is(await plan({ user: 'web' }, mac), '33:33');
  assert.match(
    await plan({ user: 'web', noNewPrivileges: true }, mac),
    '"noNewPrivileges" can be set on Linux only',
  );
});

test.run();
