import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface TestFolder {
  /** What the process of a test writes is kept here, out of its sight. */
  output: string;
  /** What the process of a test takes for the machine's folder of temporary files. */
  temporary: string;
  /** A name that nobody else has. */
  mark: string;
  /** A sentence for each file that is still there. */
  leftFiles(): string[];
  remove(): void;
}

/** Makes a folder for the process of a test, open to programs of the test that run as another user. */
export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'opm-test-'));
  const temporary = join(path, 't');
  chmodSync(path, 0o711);
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  return {
    output: join(path, 'output'),
    temporary,
    mark: basename(path).slice(-6),
    leftFiles: () => readdirSync(temporary).map((name) => `left "${name}" behind in the temporary folder`),
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
