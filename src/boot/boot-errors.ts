import { EXIT, messageOf, OpmError } from '../errors.ts';
import { BOOT_SYSTEMS, type BootScope, type BootSystem } from './boot-spec.ts';

/** No known init system was found on this machine. */
export function bootSystemUnknown(): OpmError {
  return new OpmError({
    code: 'BOOT_SYSTEM_UNKNOWN',
    exitCode: EXIT.failed,
    message: `Cannot determine the init system of this machine. Name it: opm startup ${BOOT_SYSTEMS.join('|')}`,
  });
}

/** OpenRC has no user services. */
export function noUserScope(): OpmError {
  return new OpmError({
    code: 'BOOT_SCOPE_UNSUPPORTED',
    exitCode: EXIT.usage,
    message: 'OpenRC only supports system services: use "sudo opm startup --system openrc"',
  });
}

/** What starts with the machine is up to root. */
export function rootNeeded(command: string): OpmError {
  return new OpmError({
    code: 'ROOT_NEEDED',
    exitCode: EXIT.failed,
    message: `"${command} --system" changes system files: run it as root (sudo ${command} --system), or use --user`,
  });
}

/** Only a systemd service of the system can be shut in. */
export function cannotHarden(system: BootSystem, scope: BootScope): OpmError {
  return new OpmError({
    code: 'BOOT_SCOPE_UNSUPPORTED',
    exitCode: EXIT.usage,
    message:
      `--hardened is for the system service of systemd, not for the ${scope} service of ${system}. ` +
      'Leave it out, or run: sudo opm startup systemd --system --hardened',
  });
}

/** A hardened service cannot see, or cannot write, something it works with. */
export function outOfReach(problem: string): OpmError {
  return new OpmError({
    code: 'BOOT_OUT_OF_REACH',
    exitCode: EXIT.usage,
    message: `A hardened service cannot work with this: ${problem}. Move it, or leave out --hardened`,
  });
}

/** The path is taken by a file that OPM did not write. */
export function bootFileForeign(file: string): OpmError {
  return new OpmError({
    code: 'BOOT_FILE_FOREIGN',
    exitCode: EXIT.failed,
    message: `"${file}" was not written by "opm startup"; it was left as it is. Move it away first`,
  });
}

/** One machine, or user, has one fleet that starts at boot. */
export function bootFileOfOtherHome(file: string, home: string): OpmError {
  return new OpmError({
    code: 'BOOT_FILE_OF_OTHER_HOME',
    exitCode: EXIT.failed,
    message: `"${file}" starts the fleet of another home, not of "${home}". Remove it first: opm unstartup`,
  });
}

/** A boot file cannot be written, read or removed. */
export function bootFileUnusable(file: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'BOOT_FILE_UNUSABLE',
    exitCode: EXIT.failed,
    message: `Cannot change "${file}": ${messageOf(cause)}`,
    cause,
  });
}
