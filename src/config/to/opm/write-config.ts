import { type Note, noteSentence } from '../../from/conversion.ts';
import { shortenApp } from './shorten-app.ts';

/**
 * A commented `opm.config.jsonc` with these apps. What has no equivalent stands as a comment at the app it is about, and
 * at the top if that app is left out.
 *
 * @param options.apps valid, with absolute paths
 * @param options.folder of the file that it is written to, absolute: paths below it are written as seen from there
 * @param options.header lines of the comment at the top
 */
export function writeConfig(options: {
  apps: readonly Record<string, unknown>[];
  notes: readonly Note[];
  folder: string;
  header: readonly string[];
}): string {
  const written = new Set(options.apps.map(({ name }) => String(name)));
  const general = options.notes.filter(({ apps }) => !apps.some((name) => written.has(name)));
  const top = [...options.header, ...general.map(noteSentence)];
  const apps = options.apps.map((app) => {
    const own = options.notes.filter(({ apps: names }) => names.includes(String(app.name)));
    const text = indented(printed(shortenApp(app, options.folder)), 4);
    return `${comments(
      own.map(({ key, reason }) => `"${key}": ${reason}`),
      4,
    )}    ${text}`;
  });
  return `${comments(top, 0)}{\n  "apps": [\n${apps.join(',\n')}\n  ]\n}\n`;
}

function comments(lines: readonly string[], indent: number): string {
  const margin = ' '.repeat(indent);
  return lines
    .flatMap((line) => line.split('\n'))
    .map((line) => `${margin}// ${line}\n`)
    .join('');
}

const WIDTH = 100;

/** JSON with short lists and objects on one line. */
function printed(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return text;
  const entries = Object.entries(value);
  const isList = Array.isArray(value);
  const inner = entries.map(([key, one]) =>
    isList ? printed(one) : `${JSON.stringify(key)}: ${printed(one)}`,
  );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const line =
    entries.length === 0 ? open + close : isList ? `[${inner.join(', ')}]` : `{ ${inner.join(', ')} }`;
  const isApp = !isList && 'name' in value && 'command' in value;
  if (!isApp && line.length <= WIDTH - 20 && !line.includes('\n')) return line;
  return `${open}\n${inner.map((one) => `  ${indented(one, 2)}`).join(',\n')}\n${close}`;
}

function indented(text: string, spaces: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`);
}
