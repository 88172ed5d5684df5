/** One problem in a config file. */
export interface ConfigProblem {
  /** Where, as in code: `apps[2].ready.timeout`. Empty for the file as a whole. */
  path: string;
  /** What is wrong, with what value, and what to do. */
  message: string;
  /** Line in the file, counted from 1, if the format's parser reports it. */
  line?: number;
}

export type PathSegment = string | number;

/** Prints a path the way JavaScript would: `apps[0].env["A-B"]`. */
export function printPath(segments: readonly PathSegment[]): string {
  let text = '';
  for (const segment of segments) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (/^[$A-Z_a-z][\w$]*$/.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}

/** Builds the message for a value of the wrong kind: `5 is not a list of apps`. */
export function notThat(what: string): (issue: { input: unknown }) => string {
  return ({ input }) =>
    input === undefined ? `is missing: give ${what}` : `${showValue(input)} is not ${what}`;
}

const LONGEST_VALUE = 60;

/** A value as shown in a message: as JSON, truncated, and safe for values that JSON cannot represent. */
export function showValue(value: unknown): string {
  const text = asText(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

function asText(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a value of type ${typeof value}`;
  }
}

/**
 * All problems as one message: one sentence for a single problem, otherwise a headline and one indented line for
 * each.
 *
 * @param subject what has the problems, at the start of a sentence
 */
export function formatProblems(subject: string, problems: readonly ConfigProblem[]): string {
  const [only] = problems;
  if (problems.length === 1 && only !== undefined) return `${subject}: ${formatProblem(only)}`;
  const lines = problems.map((problem) => `\n  ${formatProblem(problem)}`);
  return `${subject} has ${problems.length} problems:${lines.join('')}`;
}

function formatProblem({ path, line, message }: ConfigProblem): string {
  const where = [path, line === undefined ? '' : `line ${line}`].filter((part) => part !== '');
  if (where.length === 0) return message;
  return `${where.length === 2 ? `${where[0]} (${where[1]})` : where[0]}: ${message}`;
}

/** A problem before it is printed: the path is still in segments, so that its line can be looked up. */
export interface LocatedProblem {
  segments: PathSegment[];
  message: string;
}
