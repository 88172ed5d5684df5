import { readFileSync } from 'node:fs';
import { isStandalone, runtimeName, runtimeVersion } from './self.ts';

/** What `opm --version --json` prints. */
export interface VersionInfo {
  version: string;
  /** The commit it was built from, with `-dirty` when files had been changed; `null` from source. */
  commit: string | null;
  /** The runtime below it, in the executable the one inside it: `bun 1.4.5`. */
  runtime: string;
  /** True in the compiled program. */
  standalone: boolean;
}

// The build puts string literals in place of these two names (build.config.ts).
declare const __OPM_VERSION__: string | undefined;
declare const __OPM_COMMIT__: string | undefined;

let sourceVersion: string | undefined;

/**
 * The version of OPM itself. From source the first answer stays: the files may be those of another version by the next
 * question.
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
    runtime: `${runtimeName()} ${runtimeVersion()}`,
    standalone: isStandalone(),
  };
}
