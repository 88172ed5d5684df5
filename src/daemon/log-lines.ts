import { messageOf } from '../errors.ts';
import type { HookLog } from '../hooks/hook-runner.ts';

/** What a plugin has to say. */
export function hookLine({ plugin, level, message }: HookLog): string {
  return `plugin ${plugin} ${level}: ${message}`;
}

/** With its stack: only a bug in OPM can cause this. */
export function describeBug(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
}
