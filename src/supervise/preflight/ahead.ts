/** What is known about the moment of a start that is checked while the processes it replaces are still running. */
export interface Ahead {
  /** Whether this process will have exited by then. */
  willEnd(pid: number): boolean;
  /** Ports that will be free by then, whoever holds them now. */
  freedPorts: ReadonlySet<number>;
}
