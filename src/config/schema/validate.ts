import * as v from 'valibot';
import { messageOf } from '../../errors.ts';
import { checkApps } from '../check-apps.ts';
import { type CheckedConfig, configSchema } from './file-schema.ts';
import type { LocatedProblem, PathSegment } from './problem.ts';

export type Validation =
  | { config: CheckedConfig; problems: [] }
  | { config: null; problems: LocatedProblem[] };

/**
 * Checks the whole content of a config file. Never throws, whatever it is given: all problems are in `problems`, in
 * the order of the file.
 */
export function validateConfig(content: unknown): Validation {
  try {
    const result = v.safeParse(configSchema, content, { abortPipeEarly: true });
    const problems = [...(result.issues ?? []).flatMap((issue) => problemsOf(issue)), ...checkApps(content)];
    if (result.success && problems.length === 0) return { config: result.output, problems: [] };
    return { config: null, problems };
  } catch (error) {
    // Only a config program can get here: with a getter that throws, or an endless value.
    return { config: null, problems: [{ segments: [], message: `cannot be read: ${messageOf(error)}` }] };
  }
}

/** Converts an issue of valibot to a message for the user, including the problems inside a union. */
export function problemsOf(issue: v.BaseIssue<unknown>, parents: PathSegment[] = []): LocatedProblem[] {
  const segments = [...parents, ...(issue.path ?? []).map((item) => item.key as PathSegment)];
  const inner = (issue.issues ?? []).filter((sub) => sub.path !== undefined || sub.kind !== 'schema');
  if (issue.type === 'union' && inner.length > 0) return inner.flatMap((sub) => problemsOf(sub, segments));
  return [{ segments, message: isMissingKey(issue) ? 'is missing: add it' : issue.message }];
}

function isMissingKey(issue: v.BaseIssue<unknown>): boolean {
  const last = issue.path?.at(-1);
  return last?.origin === 'key' && issue.input === undefined && issue.expected === `"${String(last.key)}"`;
}
