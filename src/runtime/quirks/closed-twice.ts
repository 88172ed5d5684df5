/**
 * Whether this runtime closes the descriptor of a socket a second time, so that now and then it closes what another
 * thread has just opened: a log, or the ledger.
 *
 * Seen in Deno 2.9.5 with `strace -f -e trace=close`, as EBADF after each socket; not in 2.9.6. Over when no Deno before
 * 2.9.6 is in use.
 *
 * @param deno the version of Deno, `undefined` on another runtime
 */
export function closesSocketsTwice(deno: string | undefined): boolean {
  const [major = 0, minor = 0, patch = 0] = (deno ?? '').split('.').map((part) => Number.parseInt(part, 10));
  return deno !== undefined && (major - 2 || minor - 9 || patch - 6) < 0;
}
