import { inspect, stripVTControlCharacters } from 'node:util';
import { LIMITS } from '../hook-protocol.ts';

/**
 * One line for anything a plugin can throw, with the location in the plugin's own file if known: `no token
 * (/srv/plugins/vault.mjs:12:9)`. Never throws, whatever it is given.
 */
export function describeThrown(thrown: unknown, file: string | null): string {
  try {
    if (!isError(thrown))
      return oneLine(`threw a value that is not an Error: ${show(thrown)}`) + placeIn(file, null);
    const name = thrown.name === 'Error' || thrown.name === '' ? '' : `${thrown.name}: `;
    const message = thrown.message === '' ? 'threw an Error without a message' : String(thrown.message);
    const cause =
      thrown.cause === undefined
        ? ''
        : `: ${isError(thrown.cause) ? thrown.cause.message : show(thrown.cause)}`;
    return oneLine(`${name}${message}${cause}`) + placeIn(file, thrown.stack);
  } catch {
    return `threw something that cannot be described${placeIn(file, null)}`;
  }
}

function show(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
}

function oneLine(text: string): string {
  return cut(stripVTControlCharacters(text).replaceAll(/\s*\n\s*/g, ' '));
}

/** The plugin's error may come from another realm (`node:vm`), so `instanceof` alone is not enough. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** ` (file:line:column)`, the first stack frame in `file`; without one, ` (file)`. */
function placeIn(file: string | null, stack: unknown): string {
  if (file === null) return '';
  const text = typeof stack === 'string' ? decodeURI(stack) : '';
  const at = text.indexOf(file);
  const position = at === -1 ? null : /^(?:\?[^:]*)?(:\d+(?::\d+)?)/.exec(text.slice(at + file.length));
  return ` (${file}${position?.[1] ?? ''})`;
}

export function cut(text: string): string {
  return text.length <= LIMITS.lineChars
    ? text
    : `${text.slice(0, LIMITS.lineChars)}… (${text.length} characters)`;
}
