/** Deeper than any config, and far from where a recursive parser would exhaust the stack. */
export const DEEPEST_NESTING = 500;

const ROUND_OPEN = 0x28;
const ROUND_CLOSE = 0x29;
/** Square brackets are at these codes and curly ones 0x20 after them. */
const OPEN = 0x5b;
const CLOSE = 0x5d;

/**
 * Whether a text nests more brackets than a parser should be given; YAML also nests with `- - -` and `? ?`. Brackets
 * in quotes count too, which makes no difference for text that people write.
 *
 * Catching the parser's own stack overflow would not be enough: when V8 compiles a regular expression on the last bit
 * of the stack, it ends the process ("RegExpCompiler Allocation failed").
 */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    const square = char & ~0x20;
    if (square === OPEN || char === ROUND_OPEN) depth += 1;
    else if (square === CLOSE || char === ROUND_CLOSE) depth -= 1;
    if (depth > DEEPEST_NESTING) return true;
  }
  return new RegExp(`(?:[-?:][ \\t]+){${DEEPEST_NESTING}}`).test(text);
}
