type Write = (text: string | Uint8Array, written?: () => void) => boolean;

let claimed = false;
let resultWrite: { stream: object; write: Write } | null = null;

/**
 * This process is a command of OPM and nothing else: what code of others is kept from (see `asGuest`) is kept from it
 * until the process ends, since a timer of its may fire at any time.
 */
export function claimProcess(): void {
  claimed = true;
}

export function isClaimed(): boolean {
  return claimed;
}

/** From here on what is written to this stream goes elsewhere, but for results. `null` undoes it. */
export function keepForResults(kept: { stream: object; write: Write } | null): void {
  resultWrite = kept;
}

/** The way of results to a stream, past what code of others prints; `null`: its own `write`. */
export function resultWriteOf(stream: object): Write | null {
  return resultWrite?.stream === stream ? resultWrite.write : null;
}

let removeGuards: (() => void) | null = null;

/** What guards this process against code of others; `null` when nothing does any more. */
export function guardWith(remove: (() => void) | null): void {
  removeGuards = remove;
}

export function isGuarded(): boolean {
  return removeGuards !== null;
}

/** Takes the guards away: OPM itself is about to end the process. */
export function removeAllGuards(): void {
  removeGuards?.();
}
