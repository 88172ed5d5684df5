import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, systemErrorCode } from '../../errors.ts';
import { opmVersion } from '../../runtime/version.ts';
import { badPluginName, cannotWritePlugin } from './plugin-command-errors.ts';
import { scaffold } from './scaffold.ts';

/** `opm plugin init --json`. */
export interface PluginInit {
  name: string;
  /** Absolute. */
  folder: string;
  /** Names of the files in it. */
  files: string[];
  /** The result as text, with what to do next. */
  text: string;
}

/**
 * Writes a new plugin into the folder `name` in `cwd`: typed, with options, a test and a README.
 *
 * @throws OpmError `PLUGIN_NAME` (exit 64), `PLUGIN_NOT_WRITTEN` (exit 1) when the folder already exists or cannot be
 * written
 */
export async function pluginInit({ name, cwd }: { name: string; cwd: string }): Promise<PluginInit> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) throw badPluginName(name);
  const folder = path.resolve(cwd, name);
  const files = scaffold({ name, opmVersion: opmVersion() });
  try {
    // Fails if the folder exists: nothing of the user's is ever overwritten.
    await mkdir(folder);
    for (const [file, content] of Object.entries(files)) {
      await writeFile(path.join(folder, file), content, { flag: 'wx' });
    }
  } catch (error) {
    const exists = systemErrorCode(error) === 'EEXIST';
    throw cannotWritePlugin(folder, exists ? 'the folder already exists' : messageOf(error), error);
  }
  const names = Object.keys(files);
  const plugin = `${name}/plugin.mjs`;
  const text = `Wrote ${folder} with ${names.join(', ')}.\nTry it: opm plugin check ${plugin}\nUse it: "plugins": ["./${plugin}"]\n`;
  return { name, folder, files: names, text };
}
