/** What files are made without, by the daemon and by apps that do not say otherwise; as systemd has it. */
const DEFAULT_UMASK = 0o022;

/**
 * Gives the daemon the attributes that apps are promised, whatever whoever started it happened to have: processes
 * inherit them.
 */
export function setOwnAttributes(): void {
  process.umask(DEFAULT_UMASK);
}
