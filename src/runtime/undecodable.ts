import { readFileSync } from 'node:fs';

/** What runtimes substitute for bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';

/**
 * Names of the variables of this process that are not UTF-8, as Node and Bun spell them: Deno leaves such variables
 * out. Known on Linux alone.
 */
export function undecodableVariables(): string[] {
  return partsOf('/proc/self/environ').flatMap((part) =>
    isText(part) ? [] : [lossy(part).split('=', 1)[0]!],
  );
}

/** Whether one of these words of the command line differs from what was typed. */
export function undecodableWord(words: readonly string[]): string | undefined {
  const suspects = words.filter((word) => word.includes(REPLACEMENT));
  if (suspects.length === 0) return undefined;
  const bad = new Set(partsOf('/proc/self/cmdline').flatMap((part) => (isText(part) ? [] : [lossy(part)])));
  return suspects.find((word) => bad.has(word));
}

function partsOf(file: string): Buffer[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return [];
  }
  const parts: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const nul = bytes.indexOf(0, start);
    const end = nul < 0 ? bytes.length : nul;
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return parts;
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(lossy(bytes)).equals(bytes);
}

function lossy(bytes: Buffer): string {
  return bytes.toString('utf8');
}
