import { tmpdir } from 'node:os';
import { type Koffi, loadKoffi, NoNativeCalls } from './library/koffi.ts';
import { type LibC, openLibC } from './library/libc.ts';
import { openDescriptors } from './process/descriptor.ts';

const AF_UNIX = 1;
const SOCK_SEQPACKET_CLOEXEC = 5 | 0o2000000;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const SO_SNDBUFFORCE = 32;
const MSG_DONTWAIT = 0x40;
/** From linux/filter.h: return. What is returned is how much of a message to keep. */
const BPF_RET = 0x06;
const SEND_BUFFER_BYTES = 8 * 1024 * 1024;

/** A pair of connected sockets for a process that expects a parent to talk to. */
export interface SilentChannel {
  /** The socket that the process talks to its parent with. */
  readonly end: number;
  /**
   * The parent's socket. The process gets that too, so that it never sees the channel end, whatever becomes of this
   * process.
   */
  readonly otherEnd: number;
  /** Closes the process's own socket here, after the spawn. */
  handedOver(): void;
  /** Its next message, cut at 4 KiB; `null`: there is none. */
  read(): Buffer | null;
  /** Makes the kernel drop further messages without an error for whoever sends them, and closes the rest. */
  silence(): void;
}

let open: (() => SilentChannel) | null | undefined;

/**
 * Opens a channel that outlives this process and costs nothing once it is silent. Each message arrives as a whole,
 * since only for such sockets the kernel drops what a filter rejects and reports success (`unix_dgram_sendmsg`).
 *
 * @returns `null` where there are no native calls, or no Linux
 */
export function openSilentChannel(): SilentChannel | null {
  if (open === undefined) open = opener();
  return open?.() ?? null;
}

function opener(): (() => SilentChannel) | null {
  if (process.platform !== 'linux') return null;
  try {
    const { koffi } = loadKoffi([tmpdir()]);
    return opening(koffi, openLibC(koffi));
  } catch (error) {
    if (error instanceof NoNativeCalls) return null;
    throw error;
  }
}

function opening(koffi: Koffi, libc: LibC): () => SilentChannel {
  const { close } = openDescriptors(libc);
  const socketpair = libc.bind<(domain: number, type: number, protocol: number, pair: Buffer) => number>(
    'int socketpair(int domain, int type, int protocol, void *pair)',
  );
  const setOption = libc.bind<
    (descriptor: number, level: number, option: number, value: Buffer, length: number) => number
  >('int setsockopt(int descriptor, int level, int option, const void *value, unsigned int length)');
  const receive = libc.bind<(descriptor: number, bytes: Buffer, length: number, flags: number) => number>(
    'long recv(int descriptor, void *bytes, unsigned long length, int flags)',
  );
  return () => {
    const pair = Buffer.alloc(8);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0, pair) < 0) throw libc.lastError('socketpair');
    const [end, otherEnd] = [pair.readInt32LE(0), pair.readInt32LE(4)];
    // A message has to fit. Only root may raise this; else 200 KB is the longest.
    const size = Buffer.alloc(4);
    size.writeInt32LE(SEND_BUFFER_BYTES);
    setOption(end, SOL_SOCKET, SO_SNDBUFFORCE, size, size.length);
    return {
      end,
      otherEnd,
      handedOver: () => close(end),
      read() {
        const bytes = Buffer.alloc(4096);
        const length = Number(receive(otherEnd, bytes, bytes.length, MSG_DONTWAIT));
        return length > 0 ? bytes.subarray(0, length) : null;
      },
      silence() {
        const program = keepNothing(koffi);
        setOption(otherEnd, SOL_SOCKET, SO_ATTACH_FILTER, program, program.length);
        close(otherEnd);
      },
    };
  };
}

const KEEP_NOTHING = Buffer.alloc(8);
KEEP_NOTHING.writeUInt16LE(BPF_RET);

/** A `struct sock_fprog` of one instruction. */
function keepNothing(koffi: Koffi): Buffer {
  const program = Buffer.alloc(16);
  program.writeUInt16LE(1);
  program.writeBigUInt64LE(BigInt(koffi.address(KEEP_NOTHING)), 8);
  return program;
}
