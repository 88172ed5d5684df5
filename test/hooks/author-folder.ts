import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { runtimeName, selfCommand } from '../../src/runtime/self.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRIES = { plugin: 'src/plugin.ts', 'plugin-testing': 'src/plugin-testing.ts' };

/** Packages in the folder of a plugin as its author has them installed, `opm` on these sources. */
export function installPackages(folder: string, packages: string[] = []): void {
  const opm = path.join(folder, 'node_modules/opm');
  fs.mkdirSync(opm, { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'src'), path.join(opm, 'src'));
  const exports = Object.fromEntries(
    Object.entries(ENTRIES).map(([name, file]) => [`./${name}`, `./${file}`]),
  );
  fs.writeFileSync(path.join(opm, 'package.json'), JSON.stringify({ name: 'opm', type: 'module', exports }));
  for (const name of packages) {
    fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(folder, 'node_modules', name));
  }
}

/**
 * Runs a file of `node:test` tests in `folder` on this runtime.
 *
 * @returns how many tests passed
 * @throws Error with the output when one failed
 */
export async function runAuthorTest(folder: string, file: string): Promise<number> {
  const isDeno = runtimeName() === 'deno';
  const own = selfCommand([]);
  const args = isDeno ? denoArguments(folder) : own.args.slice(0, -1);
  const { stdout } = await promisify(execFile)(own.file, [...args, file], { cwd: folder }).catch(
    (error: unknown) => {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(stdout + stderr);
    },
  );
  return Number((isDeno ? /(\d+) passed/ : /^# pass (\d+)$/m).exec(stdout)?.[1]);
}

/** Deno finds the packages of these sources only where it is told of them; of an installed OPM it need not be. */
function denoArguments(folder: string): string[] {
  const map = path.join(folder, 'imports.json');
  const urls = Object.entries(ENTRIES).map(([name, file]) => [
    `opm/${name}`,
    pathToFileURL(path.join(ROOT, file)).href,
  ]);
  const valibot = pathToFileURL(path.join(ROOT, 'node_modules/valibot/dist/index.mjs')).href;
  fs.writeFileSync(map, JSON.stringify({ imports: { ...Object.fromEntries(urls), valibot } }));
  const config = path.join(ROOT, 'deno.json');
  return ['test', '-A', '--no-check', '--config', config, '--import-map', map];
}
