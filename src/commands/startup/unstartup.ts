import { removeBootFile } from '../../boot/install-boot-file.ts';
import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { bootRequest } from './boot-request.ts';

/** `opm unstartup`: takes back what `opm startup` wrote. The fleet that runs now is left alone. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal } = input;
  const { place } = bootRequest(input, { writes: true });
  if (!removeBootFile(place, homeOf(input))) {
    terminal.err.write(`There is no ${place.file}: nothing to remove.\n`);
    return EXIT.ok;
  }
  const told = place.deactivate.map((command) => `  ${command}\n`).join('');
  terminal.out.write(`Removed ${place.file}; what runs now was left alone.\n`);
  if (told !== '') terminal.out.write(`To let the running system know:\n${told}`);
  return EXIT.ok;
}
