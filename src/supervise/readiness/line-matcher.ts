import { RE2JS } from 're2js';

/** Shorter ones are in nearly every line. */
const SHORTEST_LITERAL = 3;

/**
 * Compiles the pattern of `ready.log` to a test of one line, whose time grows only linearly with the length of the
 * line, whatever the pattern and the line are: an app chooses what it writes, and the runtime's own engine can be
 * made to backtrack forever. Lines without a text that every match must contain are skipped at the speed of a search
 * for that text.
 *
 * @throws Error when the pattern needs backtracking: look-around, back-references
 */
export function lineMatcher(pattern: string): (line: string) => boolean {
  const expression = RE2JS.compile(RE2JS.translateRegExp(pattern));
  const literal = requiredLiteral(pattern);
  if (literal === null) return (line) => expression.test(line);
  return (line) => line.includes(literal) && expression.test(line);
}

/** The longest text that every match of `pattern` obviously contains, or `null`. */
export function requiredLiteral(pattern: string): string | null {
  // An alternative need not match, and a flag may change what letters mean.
  if (/\||\(\?[a-z-]+[:)]/i.test(pattern)) return null;
  let longest = '';
  let run = '';
  let depth = 0;
  const end = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at]!;
    if (char === '\\') {
      end();
      at += 1;
    } else if (char === '[') {
      end();
      at = endOfClass(pattern, at);
    } else if (char === '(' || char === ')') {
      end();
      depth += char === '(' ? 1 : -1;
    } else if ('*+?{'.includes(char)) {
      // What is repeated may be missing.
      run = run.slice(0, -1);
      end();
      if (char === '{') at = Math.max(at, pattern.indexOf('}', at));
    } else if (/[\w :/=,'"!@#%&;<>~-]/.test(char) && depth === 0) run += char;
    else end();
  }
  end();
  return longest.length >= SHORTEST_LITERAL ? longest : null;
}

function endOfClass(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === ']' && at > start + 1) return at;
  }
  return pattern.length;
}
