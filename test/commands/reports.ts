import type { RestoreReport } from '../../src/protocol/restore-report.ts';

/** A restore that started one instance. */
export const REPORT: RestoreReport = {
  outcome: 'committed',
  started: [{ id: 0, name: 'api', instance: 0, pid: 71, ms: 12 }],
  replaced: [],
  kept: [],
  stopped: [],
  failed: [],
  hooks: [],
  durationMs: 20,
  reason: null,
  warnings: [],
};
