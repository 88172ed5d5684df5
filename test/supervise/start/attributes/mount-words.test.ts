import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { FindTool } from '../../../../src/supervise/start/attributes/attribute-tools.ts';
import { mountWords } from '../../../../src/supervise/start/attributes/mount-words.ts';

type Options = Parameters<typeof mountWords>[0];

const everything: FindTool = async (tool) => `/bin/${tool}`;
const root: Options['rights'] = {
  can: () => true,
  hardLimits: { nofile: '4096', core: 'unlimited' },
  ...{ nice: 0, oomScore: 0 },
};

async function words(spec: Options['spec'], options: Partial<Options> = {}): Promise<string> {
  const planned = await mountWords({
    spec,
    rights: root,
    findTool: everything,
    platform: 'linux',
    ...options,
  });
  if ('code' in planned) return planned.message;
  return planned.filter((word) => !word.startsWith('set -e')).join(' ');
}

test('an app that asks for nothing sees what the daemon sees', async () => {
  assert.is(await words({}), '');
  assert.is(await words({ privateTmp: false, readOnlyPaths: [] }), '');
});

test('paths are words of their own, whatever is in them', async () => {
  const own = '/bin/unshare --mount --propagation slave -- /bin/sh -c opm /bin/mount';
  assert.is(await words({ privateTmp: true, cwd: '/srv' }), `${own} 1 0`);
  assert.is(await words({ readOnlyPaths: ['/etc', '/'] }), `${own} 0 2 /etc /`);
});

test('what cannot be given is known before the start', async () => {
  const mounts = { privateTmp: true, cwd: '/' };
  assert.match(await words(mounts, { rights: { ...root, can: () => false } }), 'takes CAP_SYS_ADMIN');
  assert.match(await words(mounts, { platform: 'darwin' }), 'on Linux only');
  assert.match(await words(mounts, { findTool: async () => null }), 'install util-linux and mount');
  for (const cwd of ['/tmp', '/tmp/app', '/var/tmp/x']) {
    assert.match(await words({ privateTmp: true, cwd }), 'hides its own folder', cwd);
  }
  assert.match(await words({ readOnlyPaths: ['/etc', '/no-such'] }), '/no-such, which does not exist');
});

test.run();
