/** Thrown where a guest that is being loaded wants to end the process. */
export class EndRefused extends Error {}

type Write = (text: string | Uint8Array, written?: () => void) => boolean;

let claimed = false;
let resultWrite: { stream: object; write: Write } | null = null;

/**
 * This process is a command of OPM and nothing else: what guests may not do (see `asGuest`) stays forbidden until the
 * process ends, since one of their timers may fire at any time.
 */
export function claimProcess(): void {
  claimed = true;
}

export function isClaimed(): boolean {
  return claimed;
}

/** From here on, everything but results that is written to this stream goes elsewhere. `null` undoes this. */
export function keepForResults(kept: { stream: object; write: Write } | null): void {
  resultWrite = kept;
}

/** How results reach a stream, past what guests print; `null`: its own `write`. */
export function resultWriteOf(stream: object): Write | null {
  return resultWrite?.stream === stream ? resultWrite.write : null;
}

let removeGuards: (() => void) | null = null;

/** What guards this process against guests; `null` when nothing does any more. */
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
