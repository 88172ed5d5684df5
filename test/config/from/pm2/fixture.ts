import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What PM2 7.0.4 wrote for real apps, with the paths of that machine taken out. */
const FIXTURE = fileURLToPath(new URL('../../../fixtures/pm2', import.meta.url));

/** The port of the fixture; its second instance takes the next one. */
export const FIXTURE_PORT = 45_731;

/** Copies apps, ecosystem file and dump to a folder, with paths that hold there. */
export function copyPm2Fixture(folder: string, options: { port?: number; node?: string } = {}): void {
  cpSync(FIXTURE, folder, { recursive: true });
  const { port = FIXTURE_PORT, node = 'node' } = options;
  for (const name of ['dump.pm2', 'ecosystem.config.js']) {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8')
      .replaceAll('__APPS__', folder)
      .replaceAll('__PM2_HOME__', join(folder, 'pm2-home'))
      .replaceAll('__USER_HOME__', folder)
      .replaceAll('__NODE__', node)
      .replaceAll(String(FIXTURE_PORT), String(port));
    writeFileSync(file, text);
  }
}
