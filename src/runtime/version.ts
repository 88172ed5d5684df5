import { readFileSync } from 'node:fs';
import { isStandalone, runtimeLabel } from './self.ts';

/** What `opm --version --json` prints. */
export interface VersionInfo {
  version: string;
  /** The commit it was built from, with `-dirty` if files had been changed; `null` when run from source. */
  commit: string | null;
  /** The runtime below it, or the one inside the executable: `bun 1.4.5`. */
  runtime: string;
  /** True in the compiled program. */
  standalone: boolean;
}

// The build substitutes string literals for these two names (build.config.ts).
declare const __OPM_VERSION__: string | undefined;
declare const __OPM_COMMIT__: string | undefined;

let sourceVersion: string | undefined;

/**
 * The version of OPM itself. From source, the first answer is kept: by the next call the files may be those of
 * another version.
 */
export function opmVersion(): string {
  if (typeof __OPM_VERSION__ === 'string') return __OPM_VERSION__;
  sourceVersion ??= readVersion();
  return sourceVersion;
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Version, commit and runtime, for `--version --json`, `daemon status` and `doctor`. */
export function versionInfo(): VersionInfo {
  return {
    version: opmVersion(),
    commit: typeof __OPM_COMMIT__ === 'string' && __OPM_COMMIT__ !== '' ? __OPM_COMMIT__ : null,
    runtime: runtimeLabel(),
    standalone: isStandalone(),
  };
}
