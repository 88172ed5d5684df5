import fs from 'node:fs';
import path from 'node:path';
import { OpmError, systemErrorCode } from '../errors.ts';
import { faultPoint } from '../runtime/fault-point.ts';
import { openOwn, readOwn } from '../runtime/files/open-own.ts';
import { LEDGER_VERSION } from './facts.ts';
import { applyFact, emptyState, type LedgerState, restate } from './fold.ts';
import { ledgerNewer, ledgerUnreadable, ledgerUnwritable } from './journal-errors.ts';
import { type DecodedLedger, decodeLedger, encodeLine } from './ledger-line.ts';

/** The text of a ledger; `null` when there is none. @throws OpmError LEDGER_UNREADABLE (1), FILE_OF_OTHER (65) */
export function readIfExists(file: string): string | null {
  try {
    return readOwn(file).toString('utf8');
  } catch (error) {
    if (error instanceof OpmError) throw error;
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw ledgerUnreadable(file, error);
  }
}

/** The facts in that text and what is wrong with it. @throws OpmError LEDGER_NEWER (65) */
export function decodeIfPresent(file: string, text: string | null): DecodedLedger {
  if (text === null) return { facts: [], damage: [], lastNumber: 0 };
  const decoded = decodeLedger(text);
  for (const fact of decoded.facts) {
    if ((fact.op === 'base' || fact.op === 'open') && fact.version > LEDGER_VERSION) {
      throw ledgerNewer(file, fact.version, LEDGER_VERSION);
    }
  }
  if (text === '') decoded.damage.push('the file is empty');
  return decoded;
}

/** Reads a ledger without opening it for writing: used by `opm ledger show`. */
export function readLedger(file: string): { state: LedgerState; decoded: DecodedLedger } | null {
  const text = readIfExists(file);
  if (text === null) return null;
  const decoded = decodeIfPresent(file, text);
  const state = emptyState();
  for (const fact of decoded.facts) applyFact(state, fact);
  return { state, decoded };
}

/** Gives a damaged ledger a second name, which it keeps. @throws OpmError LEDGER_UNWRITABLE (1) */
export function keepAside(file: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  for (let attempt = 0; ; attempt += 1) {
    const aside = `${file}.damaged-${stamp}${attempt === 0 ? '' : `-${attempt}`}`;
    try {
      fs.linkSync(file, aside);
      return aside;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw ledgerUnwritable(file, error);
    }
  }
}

/** @throws OpmError LEDGER_UNWRITABLE (1) */
export function openForAppend(file: string): number {
  try {
    return openOwn(file, fs.constants.O_WRONLY | fs.constants.O_APPEND | fs.constants.O_CREAT);
  } catch (error) {
    if (error instanceof OpmError) throw error;
    throw ledgerUnwritable(file, error);
  }
}

/** Writes `state` beside the ledger, then puts it in place in one step. Returns it open for appending. */
export function writeWhole(
  file: string,
  state: LedgerState,
  lastNumber: number,
): { fd: number; size: number; lastNumber: number } {
  const temporary = `${file}.new`;
  let n = lastNumber;
  let text = '';
  for (const fact of restate(state)) {
    n += 1;
    text += encodeLine(fact, n);
  }
  let fd: number | null = null;
  try {
    faultPoint('compact.begin');
    fs.rmSync(temporary, { force: true });
    fd = fs.openSync(temporary, 'ax', 0o600);
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) written += fs.writeSync(fd, bytes, written);
    fs.fsyncSync(fd);
    faultPoint('compact.before-rename');
    fs.renameSync(temporary, file);
    faultPoint('compact.renamed');
    syncFolder(path.dirname(file));
    return { fd, size: bytes.length, lastNumber: n };
  } catch (error) {
    if (fd !== null) fs.closeSync(fd);
    fs.rmSync(temporary, { force: true });
    throw ledgerUnwritable(file, error);
  }
}

function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
