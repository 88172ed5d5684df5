/** One app of a fleet. */
export interface App {
  name: string;
  argv: [string, ...string[]];
  /** When it counts as ready: as soon as it is alive, or when it says so (see `ready.sh`). */
  ready: 'alive' | 'told';
  restart: boolean;
}

/** A fleet of one subject, in a home of its own. */
export interface Stage {
  /** Starts the supervisor with nothing running. */
  up(): Promise<void>;
  /** Brings the whole fleet back, with the supervisor where that does not run; resolves when its own command says done. */
  restore(): Promise<void>;
  stopAll(): Promise<void>;
  list(): Promise<void>;
  /** PID of the supervising process. */
  supervisor(): Promise<number>;
  /** Ends the supervisor and the fleet, and forgets what `restore` did. */
  down(): Promise<void>;
}

/** What is measured. */
export interface Subject {
  /** As in the table and in `--subjects`. */
  name: string;
  version: string;
  /**
   * `manager`: everything; `starter`: starts a fleet from nothing and says nothing of when it is done;
   * `floor`: only starts processes.
   */
  kind: 'manager' | 'starter' | 'floor';
  /** Ours. */
  isOpm: boolean;
  stage(apps: App[]): Promise<Stage>;
  /** Runs the subject's shortest command. */
  showVersion?(): Promise<void>;
}
