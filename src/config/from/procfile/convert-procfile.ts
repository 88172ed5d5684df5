import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvFile } from '../../env-files/parse-env-file.ts';
import { freeName } from '../../instance/usable-name.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { shellCommand } from '../shell-command.ts';

/** What Foreman and similar tools read beside the Procfile. */
export interface ProcfileSurroundings {
  /** Folder of the Procfile, absolute. */
  folder: string;
  /** The text of `.env`, or `null`. */
  envFile: string | null;
  /** The text of `.foreman`, which holds options. */
  options: string | null;
}

/** The port of the first kind of process; each further kind's port is higher by the step. */
const FIRST_PORT = 5000;
const PORT_STEP = 100;

/**
 * Converts a Procfile as Foreman, Honcho and Overmind run it: each line through a shell in the file's folder, with the
 * variables of `.env` and its own `PORT`.
 */
export function convertProcfile(text: string, surroundings: ProcfileSurroundings): Conversion {
  const notes = createNotes();
  const taken = new Set<string>();
  const options = optionsOf(surroundings.options ?? '', notes);
  const { PORT } = parseEnvFile(surroundings.envFile ?? '') as { PORT?: string };
  const firstPort = Number(options.get('port') ?? PORT ?? FIRST_PORT) || FIRST_PORT;
  const counts = formationOf(options.get('formation') ?? options.get('concurrency') ?? '');
  const apps: Record<string, unknown>[] = [];
  for (const [index, { kind, command }] of linesOf(text, notes).entries()) {
    const instances = counts.get(kind) ?? counts.get('all') ?? 1;
    const name = freeName(kind, taken);
    if (name !== kind) notes.add('name', `"${kind}" is called "${name}" here`);
    if (instances === 0) {
      notes.add('formation', 'is 0, so it is left out', name);
      continue;
    }
    apps.push({
      name,
      ...shellCommand(command),
      cwd: surroundings.folder,
      instances,
      port: firstPort + index * PORT_STEP,
      ...(surroundings.envFile === null ? {} : { envFile: [join(surroundings.folder, '.env')] }),
      // A release runs once, not continuously like the others.
      ...(kind === 'release' ? { restart: { policy: 'never' } } : {}),
      stop: { timeout: '5s' },
    });
    if (kind === 'release')
      notes.add(
        'release',
        'runs once, alongside the others; run it yourself first if they need it finished',
        name,
      );
  }
  if (apps.length > 1)
    notes.add('end', 'Foreman stops everything when one process ends; OPM restarts that process');
  return { content: { apps }, overrides: [], notes: notes.all(), problems: [] };
}

/** Reads the files beside a Procfile. */
export function procfileSurroundings(folder: string, read: (file: string) => string): ProcfileSurroundings {
  const textOf = (name: string): string | null =>
    existsSync(join(folder, name)) ? read(join(folder, name)) : null;
  return { folder, envFile: textOf('.env'), options: textOf('.foreman') };
}

function linesOf(text: string, notes: Notes): { kind: string; command: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, kind, command] = /^([\w-]+):\s*(\S.*)$/.exec(line) ?? [];
    if (kind !== undefined && command !== undefined) return [{ kind, command: command.trimEnd() }];
    if (line.trim() !== '' && !/^\s*#/.test(line))
      notes.add(line.trim(), 'is not a Procfile line; it is ignored');
    return [];
  });
}

const KNOWN_OPTIONS = ['port', 'formation', 'concurrency', 'env', 'procfile', 'root', 'timeout'];

/** `.foreman` has one `key: value` per line. */
function optionsOf(text: string, notes: Notes): Map<string, string> {
  const options = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    options.set(key, value.replaceAll(/^["']|["']$/g, ''));
    if (!['port', 'formation', 'concurrency'].includes(key)) {
      const reason = KNOWN_OPTIONS.includes(key) ? 'of .foreman is not converted' : 'is not a Foreman option';
      notes.add(key, reason);
    }
  }
  return options;
}

/** `web=2,worker=1`, and `all=1` for the rest. */
function formationOf(text: string): Map<string, number> {
  return new Map(
    text.split(',').flatMap((part): [string, number][] => {
      const [, kind, count] = /^\s*([\w-]+)\s*=\s*(\d+)\s*$/.exec(part) ?? [];
      return kind === undefined ? [] : [[kind, Number(count)]];
    }),
  );
}
