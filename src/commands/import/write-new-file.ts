import { writeFileSync } from 'node:fs';
import { cannotWriteConfig } from '../../cli/command-errors.ts';
import { messageOf, systemErrorCode } from '../../errors.ts';

/**
 * Writes a file that does not exist yet; one with secrets is readable only by its owner.
 *
 * @throws `CONFIG_NOT_WRITTEN` (1)
 */
export function writeNewFile(file: string, text: string, { isSecret }: { isSecret: boolean }): void {
  try {
    // Deno takes a mode as it stands, past the umask: none is given but for a secret.
    writeFileSync(file, text, { flag: 'wx', ...(isSecret && { mode: 0o600 }) });
  } catch (error) {
    const exists = systemErrorCode(error) === 'EEXIST';
    throw cannotWriteConfig(
      file,
      exists ? 'the file already exists; name another with --out' : messageOf(error),
      error,
    );
  }
}
