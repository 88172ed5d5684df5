import { pathToFileURL } from 'node:url';
import * as publicEntry from '../../plugin.ts';
import { keepNoCompiledCopies } from '../../runtime/native/no-compiled-copies.ts';
import {
  mustProvideBeforeImport,
  provideModule,
  urlAfterFailure,
} from '../../runtime/quirks/virtual-module.ts';

const ENTRY = 'opm/plugin';

let provided = false;

/**
 * Lets modules import `opm/plugin` although no package `opm` is installed beside them: a plugin copied to a server
 * where OPM is a single file. Done only where it is wanted, as far as the runtime allows that.
 */
export function provideAuthorEntry(): void {
  if (provided) return;
  provided = true;
  provideModule(ENTRY, publicEntry);
}

/** Imports a plugin's file, with `opm/plugin` provided if it is not installed. */
export async function importPluginFile(file: string): Promise<unknown> {
  keepNoCompiledCopies();
  if (mustProvideBeforeImport(ENTRY, file)) provideAuthorEntry();
  const url = pathToFileURL(file).href;
  try {
    return await import(url);
  } catch (error) {
    if (!wantsAuthorEntry(error)) throw error;
    provideAuthorEntry();
    return await import(urlAfterFailure(url));
  }
}

function wantsAuthorEntry(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' && /['"]opm(\/plugin)?['"]/.test(String(message));
}
