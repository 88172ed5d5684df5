/** What is known of the time of a start that is checked while the processes that it replaces still run. */
export interface Ahead {
  /** Whether this process will have ended by then. */
  willEnd(pid: number): boolean;
  /** Ports that are free by then, whoever is seen to have them now. */
  freedPorts: ReadonlySet<number>;
}
