import { configOfOtherTool, configUnreadable } from '../config-errors.ts';
import type { Conversion } from './conversion.ts';
import { recognisePm2 } from './pm2/recognise-pm2.ts';
import { recogniseContent } from './recognise-other.ts';

/**
 * Converts the content of another tool's file to OPM's config; `null` when it is OPM's own. Recognised by content, so
 * such a file can be given wherever a config file is accepted. The conversions are loaded only when needed.
 *
 * @param options.folder folder of the file, absolute
 */
export async function convertForeign(
  content: unknown,
  options: {
    file: string;
    folder: string;
    env: Record<string, string>;
    cores: number;
    /** The named environment to apply as well, if the file has several. */
    profile?: string | undefined;
  },
): Promise<Conversion | null> {
  const pm2 = recognisePm2(content);
  if (pm2 === 'ecosystem')
    return (await import('./pm2/convert-ecosystem.ts')).convertEcosystem(content, options);
  if (pm2 === 'dump') return (await import('./pm2/convert-dump.ts')).convertDump(content);
  if (Array.isArray(content) || isOwn(content)) return null;
  const { convertRustOpm, recogniseRustOpm } = await import('./rust-opm/convert-rust-opm.ts');
  const kind = recogniseRustOpm(content);
  if (kind === 'settings') {
    const reason =
      'it is the settings file of the Rust OPM; its processes are in process.dump in the same folder: use that file';
    throw configUnreadable(options.file, reason);
  }
  if (kind !== null) return convertRustOpm(content as Record<string, unknown>, options);
  const other = recogniseContent(content);
  if (other !== null) throw configOfOtherTool(options.file, other);
  return null;
}

/** Avoids loading a conversion in the common case. */
function isOwn(content: unknown): boolean {
  return typeof content !== 'object' || content === null || 'apps' in content;
}
