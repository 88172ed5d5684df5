/** What a visitor may do; each role includes those before it. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

/**
 * - `viewer` views the fleet, logs, events and metrics; of environments only the names.
 * - `operator` also runs what is defined: start, stop, restart, restore what was saved.
 * - `admin` also defines and removes: new commands, config files, removal, stopping the daemon.
 */
export type Role = (typeof ROLES)[number];

export function roleIncludes(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The sender of a request. */
export interface Visitor {
  role: Role;
  /** The token's name, or the user who opened the dashboard. */
  name: string;
  /** `token` if the request carries one, `session` for a browser. */
  by: 'token' | 'session';
}
