import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStandalone } from '../../self.ts';

/**
 * Where the koffi binary for this machine is: beside the program in `dist/`, embedded in an executable, or in the
 * package of its platform. `null`: nowhere.
 */
export function koffiFile(): { path: string; embedded: boolean } | null {
  const { platform, arch } = process;
  const variant = `${platform}-${arch}${isMusl() ? '-musl' : ''}`;
  const beside = fileURLToPath(new URL(`./native/koffi-${variant}.node`, import.meta.url));
  if (existsSync(beside)) return { path: beside, embedded: isStandalone() };
  if (isStandalone()) return null;
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@koromix/koffi-${platform}-${arch}/package.json`,
    );
    const folder = `${isMusl() ? 'musl' : platform}_${arch}`;
    return { path: join(dirname(manifest), folder, 'koffi.node'), embedded: false };
  } catch {
    // An optional package: it exists for the platforms that koffi supports, and may have been left out.
    return null;
  }
}

/** Programs name their loader near their beginning; that of musl is called `ld-musl-<arch>.so.1`. */
function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const head = Buffer.alloc(4096);
  const descriptor = openSync(process.execPath, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return head.includes('/ld-musl-');
}
