import type { InstanceSpec } from '../../../src/config/instance/instance-spec.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/schema/settings-schema.ts';
import type { SnapshotPayload } from '../../../src/ledger/snapshot/snapshot.ts';

export function someSpec(name: string, instance = 0): InstanceSpec {
  return {
    name,
    instance,
    namespace: 'default',
    argv: ['sleep', '60'],
    cwd: '/',
    env: { NAME: name },
    inheritEnv: true,
    port: 3000 + instance,
    dependsOn: [],
    ready: { kind: 'tcp', timeoutMs: 1000, host: '127.0.0.1', port: 3000 + instance },
    minUptimeMs: 0,
    restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 },
    stop: { signal: 'SIGTERM', timeoutMs: 10_000 },
    logs: { out: `/var/log/${name}.log`, err: `/var/log/${name}.err.log` },
  };
}

/** A payload of `count` instances that all inherit equal environments. */
export function somePayload(count: number, mark = 'grün'): SnapshotPayload {
  return {
    createdAt: '2024-01-02T03:04:05.678Z',
    bootId: 'b',
    config: {
      file: '/srv/opm.config.json',
      settings: DEFAULT_SETTINGS,
      plugins: [{ specifier: './vault.mjs', baseDir: '/srv', options: { url: 'x' }, onError: 'warn' }],
    },
    instances: Array.from({ length: count }, (_, i) => ({
      spec: someSpec('api', i),
      wanted: i % 2 === 0 ? ('running' as const) : ('stopped' as const),
      inheritedEnv: { PATH: '/usr/bin', MARK: mark },
    })),
  };
}
