/**
 * Whether this runtime closes the descriptor of a socket a second time, so that now and then it closes what another
 * thread has just opened: a log, or the ledger.
 *
 * Seen in Deno 2.9.5 with `strace -f -e trace=close`, as EBADF after each socket; not in 2.9.6, so it is mended upstream. Over when no Deno before
 * 2.9.6 is in use.
 *
 * @param label as `runtimeLabel` gives it
 */
export function closesSocketsTwice(label: string): boolean {
  const [, major, minor, patch] = /^deno (\d+)\.(\d+)\.(\d+)/.exec(label) ?? [];
  return major !== undefined && (Number(major) - 2 || Number(minor) - 9 || Number(patch) - 6) < 0;
}
