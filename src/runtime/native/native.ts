import { release } from 'node:os';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { CAPABILITIES, type Capability, type CapabilityReport, switchedOff } from './capability.ts';
import { ExitWatch } from './exit-watch/exit-watch.ts';
import { loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { type LibC, openLibC } from './library/libc.ts';
import { openDatagram, type SendDatagram } from './process/datagram.ts';
import { type Descriptors, openDescriptors } from './process/descriptor.ts';
import { openExitInfo, type ReadEnd } from './process/exit-info.ts';
import { type OwnProcess, openOwnProcess } from './process/own-process.ts';
import { openPeerOf, type PeerOf } from './process/peer.ts';
import { openPidfds, type Pidfds } from './process/pidfd.ts';
import { openSubreaper, type Subreaper } from './process/subreaper.ts';

/** The kernel features that can be used in this process. `null`: not active, and the report says why. */
export interface Native {
  readonly report: CapabilityReport;
  readonly pidfds: Pidfds | null;
  /** Whether a pidfd signals a whole group. */
  readonly signalsGroups: boolean;
  readonly readEnd: ReadEnd | null;
  readonly subreaper: Subreaper | null;
  /** Present if any of the others is. */
  readonly descriptors: Descriptors | null;
  /** Likewise. */
  readonly ownProcess: OwnProcess | null;
  /** Likewise. */
  readonly sendDatagram: SendDatagram | null;
  /** Likewise. */
  readonly peerOf: PeerOf | null;
  /** A watch for exits by pidfd, `null` without pidfds. `lost`: see {@link ExitWatch}. */
  watchExits(lost: (error: Error) => void): ExitWatch | null;
}

interface Library {
  libc: LibC;
  file: string;
}

/**
 * Finds out what is possible here: the kernel, seccomp or a missing package may stand in the way. Each capability is
 * tried once, here. Never throws because one is missing.
 *
 * @param options.folders where an executable may unpack the library, see `loadKoffi`
 * @param options.env used by tests to switch capabilities off
 */
export function openNative(options: {
  folders: readonly string[];
  env: Record<string, string | undefined>;
}): Native {
  const off = switchedOff(options.env);
  const library = openLibrary(options.folders);
  const report = {} as CapabilityReport;
  const tried = <Value>(name: Capability, open: (libc: LibC) => Value, needed?: Capability): Value | null => {
    if (off.has(name)) report[name] = 'a test has switched it off';
    else if (library instanceof NoNativeCalls) report[name] = library.message;
    else if (needed !== undefined && report[needed] !== true) report[name] = `it needs ${needed}`;
    else {
      try {
        const value = open(library.libc);
        report[name] = true;
        return value;
      } catch (error) {
        report[name] = messageOf(error);
      }
    }
    return null;
  };
  const libc = library instanceof NoNativeCalls || off.size === CAPABILITIES.length ? null : library.libc;
  const pidfds = tried('pidfd', pidfdsThatWork);
  return {
    report,
    pidfds,
    signalsGroups: tried('groupSignal', groupSignalWorks, 'pidfd') ?? false,
    readEnd: tried('exitInfo', exitInfoThatWorks, 'pidfd'),
    subreaper: tried('subreaper', openSubreaper),
    descriptors: library instanceof NoNativeCalls ? null : openDescriptors(library.libc),
    ownProcess: libc && openOwnProcess(libc),
    sendDatagram: libc && openDatagram(libc),
    peerOf: libc && openPeerOf(libc),
    watchExits: (lost) =>
      pidfds === null || library instanceof NoNativeCalls
        ? null
        : new ExitWatch({ libc: library.libc, koffiFile: library.file, lost }),
  };
}

function openLibrary(folders: readonly string[]): Library | NoNativeCalls {
  if (process.platform !== 'linux') return new NoNativeCalls('only Linux has it');
  try {
    const { koffi, file } = loadKoffi(folders);
    return { libc: openLibC(koffi), file };
  } catch (error) {
    if (error instanceof NoNativeCalls) return error;
    throw error;
  }
}

function pidfdsThatWork(libc: LibC): Pidfds {
  const pidfds = openPidfds(libc);
  onSelf(libc, pidfds, (self) => pidfds.signal(self, 0, 'process'));
  return pidfds;
}

function groupSignalWorks(libc: LibC): true {
  const pidfds = openPidfds(libc);
  onSelf(libc, pidfds, (self) => {
    try {
      pidfds.signal(self, 0, 'group');
    } catch (error) {
      // This process need not lead a group. A kernel that does not know the flag answers EINVAL.
      if (systemErrorCode(error) !== 'ESRCH') throw new Error(`${messageOf(error)}: it needs Linux 6.9`);
    }
  });
  return true;
}

/** Only a process's exit shows whether the kernel reports it, so its version has to do. */
function exitInfoThatWorks(libc: LibC): ReadEnd {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 15)) throw new Error(`it needs Linux 6.15, this is ${release()}`);
  const readEnd = openExitInfo(libc);
  onSelf(libc, openPidfds(libc), readEnd);
  return readEnd;
}

function onSelf(libc: LibC, pidfds: Pidfds, work: (self: number) => unknown): void {
  const self = pidfds.open(process.pid);
  try {
    work(self);
  } finally {
    openDescriptors(libc).close(self);
  }
}
