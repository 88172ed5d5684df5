import { throughLinks } from '../../config/instance/linked-paths.ts';
import { messageOf, OpmError } from '../../errors.ts';
import type { LedgerInstance } from '../../ledger/facts.ts';
import type { Ahead } from '../preflight/ahead.ts';
import type { PreflightChecks } from '../preflight/preflight.ts';
import { withoutGoneLinks } from './read-links.ts';

/** A hypothetical start: everything that can be known about it now. */
export interface ForeseenStart {
  instance: Pick<LedgerInstance, 'spec' | 'pluginEnv'>;
  callerEnv: Record<string, string>;
  /** What plugins give it. @throws Error when they refuse */
  pluginEnv: () => Promise<Record<string, string>>;
  preflight: PreflightChecks;
  ahead: Ahead;
}

/** An obstacle to a start. `code` is that of the check that found it, if one did. */
export interface Obstruction {
  code: string | null;
  reason: string;
}

/** Why the start would fail, or `null`. Changes nothing. */
export async function foreseeStart(start: ForeseenStart): Promise<Obstruction | null> {
  const { pluginEnv: names } = start.instance;
  const { callerEnv, preflight, ahead } = start;
  try {
    const spec = throughLinks(await withoutGoneLinks(start.instance.spec));
    const pluginEnv = names.length === 0 ? {} : await start.pluginEnv();
    const checked = await preflight.check({ spec, callerEnv, pluginEnv, ahead });
    return checked.ok ? null : obstructionOf(checked.error);
  } catch (error) {
    return obstructionOf(error);
  }
}

function obstructionOf(error: unknown): Obstruction {
  return { code: error instanceof OpmError ? error.code : null, reason: messageOf(error) };
}
