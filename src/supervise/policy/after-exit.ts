import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import type { Exit, Settled } from '../../ledger/facts.ts';
import type { InstanceStatus } from '../../protocol/intents.ts';
import { describeExit } from '../outcome.ts';
import { type CrashHistory, decideRestart, isGoodEnd } from './restart-policy.ts';

export interface AfterExit {
  status: Extract<InstanceStatus, 'stopped' | 'errored' | 'backoff'>;
  /** What the ledger says of it; `null`: it will be started again. */
  settled: Settled | null;
  /** When it is started again, from now; `null`: it is not. */
  delayMs: number | null;
  reason: string | null;
  crashes: CrashHistory;
}

/** What happens after an exit that is not part of a stop. Pure. */
export function decideAfterExit(options: {
  spec: InstanceSpec;
  want: 'running' | 'stopped';
  /** A restore holds it and judges by itself. */
  held: boolean;
  exit: Exit;
  crashes: CrashHistory;
  /** How long the process was up; `null` if unknown. */
  livedMs: number | null;
  nowMs: number;
}): AfterExit {
  const { spec, exit, crashes } = options;
  const atRest: AfterExit = {
    status: 'stopped',
    settled: 'stopped',
    delayMs: null,
    reason: null,
    crashes,
  };
  if (options.want === 'stopped' || isCompletion(spec, exit)) return atRest;
  if (options.held) {
    return { ...atRest, status: 'errored', settled: 'errored', reason: describeExit(exit) };
  }
  const { action, history } = decideRestart({
    spec: spec.restart,
    exit,
    history: crashes,
    livedMs: options.livedMs,
    nowMs: options.nowMs,
  });
  switch (action.kind) {
    case 'restart':
      return {
        status: 'backoff',
        settled: null,
        delayMs: action.delayMs,
        reason: null,
        crashes: history,
      };
    case 'stay-stopped':
      return { ...atRest, crashes: history };
    case 'give-up': {
      const reason = `${describeExit(exit)}; ${action.reason}`;
      return { status: 'errored', settled: 'errored', delayMs: null, reason, crashes: history };
    }
  }
}

/** A job that is not meant to run forever has done its work. */
export function isCompletion(spec: InstanceSpec, exit: Exit): boolean {
  return isGoodEnd(spec.restart, exit);
}
