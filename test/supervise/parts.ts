import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstanceSpec } from '../../src/config/instance/instance-spec.ts';

/** A folder of this test process, gone when it ends. Other users may look into it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'opm-supervise-'));
  chmodSync(folder, 0o755);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A spec that could be started, with its logs in `folder`. */
export function specIn(folder: string, overrides: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    name: 'api',
    instance: 0,
    namespace: 'default',
    argv: ['sleep', '60'],
    cwd: folder,
    env: {},
    inheritEnv: true,
    dependsOn: [],
    minUptimeMs: 0,
    restart: { policy: 'always', backoffMs: [100, 30_000], maxRestarts: 10, windowMs: 60_000 },
    stop: { signal: 'SIGTERM', timeoutMs: 1000 },
    logs: { out: join(folder, 'api.log'), err: join(folder, 'api.err.log') },
    ...overrides,
  };
}
