/** What somebody may do; each role may do all that those before it may. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

/**
 * - `viewer` looks: fleet, logs, events, metrics; of environments the names alone.
 * - `operator` also runs what is defined: start, stop, restart, restore what was saved.
 * - `admin` also defines and forgets: new commands, config files, removal, the daemon's end.
 */
export type Role = (typeof ROLES)[number];

export function roleIncludes(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Who asks. */
export interface Visitor {
  role: Role;
  /** The token's name, or the user who opened the dashboard. */
  name: string;
  /** `token` for each request of its own, `session` for a browser. */
  by: 'token' | 'session';
}
