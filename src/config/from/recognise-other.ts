import { basename } from 'node:path';
import { isPlainObject } from '../schema/known-object.ts';

/** A format that is not accepted as a config, and its name. */
export interface OtherFormat {
  kind: ImportKind | null;
  /** With its article: `a Procfile`. */
  title: string;
  /** What to do if `opm import` does not read it. */
  remedy?: string;
}

/** What `opm import` reads besides the files accepted as a config. */
export type ImportKind = 'procfile' | 'supervisord' | 'systemd' | 'process-compose' | 'compose';

const SECTION = (names: string): RegExp => new RegExp(`^\\[(${names})(:[^\\]]+)?\\]\\s*$`, 'm');

const BY_TEXT: readonly (OtherFormat & { looks: (text: string, name: string) => boolean })[] = [
  {
    kind: 'systemd',
    title: 'a systemd unit',
    looks: (text) => SECTION('Service').test(text) && /^Exec\w+\s*=/m.test(text),
  },
  {
    kind: 'supervisord',
    title: 'a supervisord config',
    looks: (text) =>
      SECTION('program|supervisord|supervisorctl|group|eventlistener|fcgi-program|unix_http_server').test(
        text,
      ),
  },
  {
    kind: null,
    title: 'a Circus config',
    remedy: 'write its watchers as apps of an opm.config file',
    looks: (text) => SECTION('watcher|circus').test(text),
  },
  {
    kind: null,
    title: 'a Nomad job',
    remedy: 'write its tasks as apps of an opm.config file',
    looks: (text) => /^\s*job\s+"[^"]+"\s*\{/m.test(text),
  },
  {
    kind: null,
    title: 'a launchd property list',
    remedy: 'write its ProgramArguments as the command of an app',
    looks: (text) => /<!DOCTYPE plist/.test(text.slice(0, 500)),
  },
  { kind: 'procfile', title: 'a Procfile', looks: isProcfile },
];

const CONFIG_NAME = /\.(ya?ml|jsonc?|json5|toml|hcl|ron|dump|pm2)$/i;

/** Recognises by its text a file that none of our parsers understands; `null` if it is unknown. */
export function recogniseText(file: string, text: string): OtherFormat | null {
  return BY_TEXT.find(({ looks }) => looks(text, basename(file))) ?? null;
}

/** Foreman's grammar: lines of `name: command`. Broken YAML can look the same, so the file name must confirm it. */
function isProcfile(text: string, name: string): boolean {
  if (CONFIG_NAME.test(name) && !/procfile/i.test(name)) return false;
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  const isLine = (line: string): boolean => /^[\w-]+:\s*\S/.test(line);
  if (lines.length === 0) return false;
  return /procfile/i.test(name) ? lines.some(isLine) : lines.every(isLine);
}

/** Recognises by its content a parsed file that is not a config. */
export function recogniseContent(content: unknown): OtherFormat | null {
  if (!isPlainObject(content) || 'apps' in content) return null;
  const entriesHave = (key: string, keys: string[]): boolean =>
    isPlainObject(content[key]) &&
    Object.values(content[key]).some((entry) => isPlainObject(entry) && keys.some((known) => known in entry));
  if (entriesHave('processes', ['command', 'entrypoint', 'namespace', 'depends_on']))
    return { kind: 'process-compose', title: 'a process-compose file' };
  if (entriesHave('services', ['image', 'build', 'command', 'entrypoint', 'container_name', 'extends']))
    return { kind: 'compose', title: 'a Compose file' };
  if (typeof content.apiVersion === 'string' && typeof content.kind === 'string')
    return {
      kind: null,
      title: 'a Kubernetes manifest',
      remedy: 'write what its containers run as apps of an opm.config file',
    };
  if (isPlainObject(content.scripts) && (typeof content.name === 'string' || 'dependencies' in content)) {
    const [first] = ['start', ...Object.keys(content.scripts)].filter(
      (name) => name in (content.scripts as object),
    );
    return {
      kind: null,
      title: 'a package.json',
      remedy: `run one of its scripts: opm start "npm run ${first}"`,
    };
  }
  return null;
}
