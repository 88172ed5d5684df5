import type { LibC } from '../library/libc.ts';

const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 0o2000002;
const MSG_NOSIGNAL = 0x4000;
/** Of `sun_path` in `struct sockaddr_un`. */
const PATH_BYTES = 108;

/** Sends one message to a Unix datagram socket, which Node has no sockets for. @throws the system's error */
export type SendDatagram = (address: string, text: string) => void;

export function openDatagram(libc: LibC): SendDatagram {
  const socket = libc.bind<(domain: number, type: number, protocol: number) => number>(
    'int socket(int domain, int type, int protocol)',
  );
  const sendto = libc.bind<
    (socket: number, data: Buffer, bytes: number, flags: number, to: Buffer, toBytes: number) => number
  >('long sendto(int socket, void *data, size_t bytes, int flags, void *to, unsigned int to_bytes)');
  const close = libc.bind<(descriptor: number) => number>('int close(int descriptor)');
  return (address, text) => {
    const to = socketAddress(address);
    const descriptor = socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    if (descriptor < 0) throw libc.lastError('socket');
    try {
      const data = Buffer.from(text);
      if (Number(sendto(descriptor, data, data.length, MSG_NOSIGNAL, to, to.length)) < 0)
        throw libc.lastError('sendto');
    } finally {
      close(descriptor);
    }
  };
}

/** A path, or with `@` in front a name that is in no folder. */
function socketAddress(address: string): Buffer {
  const isAbstract = address.startsWith('@');
  const name = Buffer.from(isAbstract ? `\0${address.slice(1)}` : `${address}\0`);
  if (name.length > PATH_BYTES) throw new Error(`the path of the socket is too long: ${address}`);
  const family = Buffer.alloc(2);
  family.writeUInt16LE(AF_UNIX);
  return Buffer.concat([family, name]);
}
