/** Names of the C library: glibc, musl, macOS. The first that can be opened is the one. */
export const C_LIBRARIES: readonly string[] =
  process.platform === 'darwin'
    ? ['libSystem.B.dylib']
    : ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`];
