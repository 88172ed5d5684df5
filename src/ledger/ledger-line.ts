import { crc32 } from 'node:zlib';
import { hasFactShape } from './fact-shape.ts';
import type { Fact } from './facts.ts';

/** A fact with its place in the ledger: every line carries the number after the one before it. */
export type NumberedFact = Fact & { n: number };

/** One line: `crc32hex SPACE json NEWLINE`. */
export function encodeLine(fact: Fact, n: number): string {
  const json = JSON.stringify({ n, ...fact });
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** The fact on one line, given without its newline; `null` when the line is torn or damaged. */
export function decodeLine(line: string): NumberedFact | null {
  if (line.length < 11 || line[8] !== ' ') return null;
  const json = line.slice(9);
  if (crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) return null;
  try {
    const fact = JSON.parse(json) as NumberedFact;
    return typeof fact.n === 'number' && typeof fact.op === 'string' && hasFactShape(fact) ? fact : null;
  } catch {
    return null;
  }
}

export interface DecodedLedger {
  facts: NumberedFact[];
  /** What was wrong with the file, one sentence each; empty when it was intact. */
  damage: string[];
  lastNumber: number;
}

/**
 * Decodes a whole ledger. Damaged lines are skipped, repeated ones count once, and lines in the wrong order are
 * sorted by their numbers; each of these is reported in `damage`.
 */
export function decodeLedger(text: string): DecodedLedger {
  const facts: NumberedFact[] = [];
  const damage: string[] = [];
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  let bad = 0;
  for (const line of lines) {
    // Left by a writer that reserved room and was killed before giving it back.
    if (line === '') continue;
    const fact = decodeLine(line);
    if (fact === null) bad += 1;
    else facts.push(fact);
  }
  if (tail !== '') damage.push(`the last line is torn (${Buffer.byteLength(tail)} bytes)`);
  if (bad > 0) damage.push(`${bad} damaged ${bad === 1 ? 'line was' : 'lines were'} skipped`);
  if (!inOrder(facts)) {
    damage.push('lines were repeated or out of order');
    facts.sort((a, b) => a.n - b.n);
  }
  const unique = facts.filter((fact, index) => fact.n !== facts[index - 1]?.n);
  const first = unique[0]?.n ?? 1;
  const last = unique.at(-1)?.n ?? 0;
  const missing = unique.length === 0 ? 0 : last - first + 1 - unique.length;
  if (missing > 0) damage.push(`${missing} ${missing === 1 ? 'line is' : 'lines are'} missing`);
  if (unique.length > 0 && unique[0]?.op !== 'base' && first !== 1) damage.push('the beginning is missing');
  return { facts: unique, damage, lastNumber: last };
}

function inOrder(facts: NumberedFact[]): boolean {
  for (let i = 1; i < facts.length; i += 1) {
    if ((facts[i]?.n ?? 0) <= (facts[i - 1]?.n ?? 0)) return false;
  }
  return true;
}
