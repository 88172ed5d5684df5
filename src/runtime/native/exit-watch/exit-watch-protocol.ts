/** What the main thread and the thread that waits for ends have between them. */

/** What the thread is told when it starts. */
export interface ExitWatchData {
  koffiFile: string;
  /** The descriptor of the set it waits for. */
  set: number;
}

/** The key under which the set holds what ends the wait. */
export const WAKE_KEY = 0;
