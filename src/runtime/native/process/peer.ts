import type { LibC } from '../library/libc.ts';

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
const CREDENTIALS_BYTES = 12;

/** Who is at the other end of a Unix socket, according to the kernel (unix(7)). */
export interface Peer {
  /** 0: it is in a PID namespace that cannot be seen from here. */
  pid: number;
  uid: number;
}

/** The peer of a connection by its descriptor, or `null` when it is not one. */
export type PeerOf = (descriptor: number) => Peer | null;

export function openPeerOf(libc: LibC): PeerOf {
  const getsockopt = libc.bind<
    (socket: number, level: number, name: number, value: Buffer, bytes: Buffer) => number
  >('int getsockopt(int socket, int level, int name, void *value, void *bytes)');
  return (descriptor) => {
    const value = Buffer.alloc(CREDENTIALS_BYTES);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(CREDENTIALS_BYTES);
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, value, bytes) < 0) return null;
    const uid = value.readUInt32LE(4);
    // What is no Unix connection has nobody at its end.
    return uid === 0xffffffff ? null : { pid: value.readInt32LE(0), uid };
  };
}
