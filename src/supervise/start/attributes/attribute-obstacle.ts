import type { Obstacle } from '../../preflight/preflight-errors.ts';

/** Why a process cannot be given what its spec asks for. */
export function cannotGive(message: string): Obstacle {
  return { code: 'ATTRIBUTE_UNUSABLE', message };
}

/** The kernel would refuse it. */
export function notPermitted(what: string, capability: string): Obstacle {
  return cannotGive(
    `${what}, which takes CAP_${capability.toUpperCase()}, and the daemon does not have that`,
  );
}
