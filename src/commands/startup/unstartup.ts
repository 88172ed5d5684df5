import { removeBootFile } from '../../boot/install-boot-file.ts';
import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { bootRequest } from './boot-request.ts';

/** `opm unstartup`: undoes `opm startup`. The running fleet is left alone. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal } = input;
  const { place } = bootRequest(input, { writes: true });
  if (!removeBootFile(place, homeOf(input))) {
    terminal.err.write(`${place.file} does not exist: nothing to remove.\n`);
    return EXIT.ok;
  }
  const told = place.deactivate.map((command) => `  ${command}\n`).join('');
  terminal.out.write(`Removed ${place.file}; running apps were left alone.\n`);
  if (told !== '') terminal.out.write(`To make the running system notice:\n${told}`);
  return EXIT.ok;
}
