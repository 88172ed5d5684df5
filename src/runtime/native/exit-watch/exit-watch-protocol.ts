/** Messages between the main thread and the thread that waits for exits. */

/** What the thread is given when it starts. */
export interface ExitWatchData {
  koffiFile: string;
  /** The descriptor of the set it waits for. */
  set: number;
}

/** The key of the descriptor that ends the wait. */
export const WAKE_KEY = 0;
