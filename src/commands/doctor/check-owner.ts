import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { CommandInput } from '../../cli/command.ts';
import { withRunningDaemon } from '../../cli/session.ts';
import { messageOf, OpmError, systemErrorCode } from '../../errors.ts';
import { judgeLock, whyHeld } from '../../ledger/lock/lock-judge.ts';
import { describeOwner, parseOwner } from '../../ledger/lock/lock-owner.ts';
import { homePaths } from '../../runtime/home.ts';
import type { CapabilityReport } from '../../runtime/native/capability.ts';
import { processTable } from '../../runtime/proc/system.ts';
import { opmVersion } from '../../runtime/version.ts';
import { checkKernel } from './check-kernel.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Who holds the lock of the home, and whether that is as it should be. */
export async function checkLock(home: string): Promise<Finding> {
  const check = 'lock';
  const text = readLock(homePaths(home).lock);
  if (text === null) return ok(check, 'No process owns the home');
  if (typeof text !== 'string') return fail(check, text.problem);
  const content = parseOwner(text) ?? { nonce: '', owner: null, defect: 'damaged' as const };
  const verdict = await judgeLock(content, { table: processTable(), home });
  if (verdict === 'unknown')
    return fail(check, `The home is owned by another process: ${whyHeld(content, verdict)}`);
  if (content.owner === null) {
    return verdict === 'alive'
      ? fail(check, `The home is owned by another process: ${whyHeld(content, verdict)}`)
      : warn(check, 'The lock file is damaged and no daemon answers; the next daemon replaces it');
  }
  return verdict === 'alive'
    ? ok(check, `Owned by ${describeOwner(content.owner)}`)
    : ok(
        check,
        `Left behind by ${describeOwner(content.owner)}, which has ended; the next daemon takes it over`,
      );
}

function readLock(file: string): string | null | { problem: string } {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ENOTDIR';
    return isMissing ? null : { problem: `The lock cannot be read: ${messageOf(error)}` };
  }
}

/** Whether a running daemon can be reached and is of this version, and which kernel features it can use. */
export async function checkDaemon(input: CommandInput, home: string): Promise<Finding[]> {
  const check = 'daemon';
  try {
    const status = await withRunningDaemon(input, (client) => client.call('status', {}));
    if (status === null) {
      const none = ok(check, 'None is running; the next command that needs one starts it');
      return [none, checkKernel(await nativeHere(home))];
    }
    const running = `Process ${status.pid}, OPM ${status.version} on ${status.runtime}`;
    return status.version === opmVersion()
      ? [ok(check, running), checkKernel(status.native)]
      : [warn(check, `${running}, but this is OPM ${opmVersion()}. Replace it with: opm daemon restart`)];
  } catch (error) {
    if (error instanceof OpmError) return [fail(check, error.message)];
    throw error;
  }
}

/** What a daemon that ran here would get. */
async function nativeHere(home: string): Promise<CapabilityReport> {
  const { openNative } = await import('../../runtime/native/native.ts');
  return openNative({ folders: [home, tmpdir()], env: process.env }).report;
}
