import { isAbsolute, posix, resolve } from 'node:path';
import { freeName } from '../../instance/usable-name.ts';
import { isPlainObject } from '../../schema/known-object.ts';
import { type Conversion, createNotes, type Notes } from '../conversion.ts';
import { commandWords } from '../pm2/pm2-values.ts';
import { variablesOf, withoutMissing } from '../process-compose/convert-process-compose.ts';
import { interpolate } from './interpolate.ts';
import { noteUnmapped } from './service-keys.ts';
import { composeMs, healthReady, restartOf } from './service-life.ts';

type Entry = Record<string, unknown>;

/**
 * Converts the services of a Compose file that have their own command. A service that runs its image's command is left
 * out and named.
 *
 * @param options.variables of the caller and of `.env` beside the file
 */
export function convertCompose(
  content: Entry,
  options: { folder: string; variables: Readonly<Record<string, string | undefined>> },
): Conversion {
  const notes = createNotes();
  const taken = new Set<string>();
  const filled = interpolate(content, options.variables, (name) =>
    notes.add(`$${name}`, 'is not set, so it is replaced by an empty string'),
  ) as Entry;
  const services = Object.entries(filled.services as Entry).filter((pair): pair is [string, Entry] =>
    isPlainObject(pair[1]),
  );
  const names = new Map(services.map(([wanted]) => [wanted, freeName(wanted, taken)]));
  for (const key of Object.keys(filled))
    if (!['services', 'version', 'name', 'networks', 'volumes'].includes(key) && !key.startsWith('x-'))
      notes.add(key, 'concerns containers; it is not converted');
  const apps = services.flatMap(([wanted, service]) => {
    const name = names.get(wanted)!;
    const command = commandOf(service);
    if (command.length === 0) {
      notes.add(
        'command',
        "is missing: the service runs its image's command, so it is left out; keep running it with Compose",
        name,
      );
      return [];
    }
    noteUnmapped(service, name, notes);
    if (replicasOf(service) === 0) {
      notes.add('scale', 'is 0, so the service is left out', name);
      return [];
    }
    return [appOf({ service, name, command, names, folder: options.folder, notes })];
  });
  noteHosts(
    apps,
    services.map(([wanted]) => wanted),
    notes,
  );
  return { content: { apps: withoutMissing(apps) }, overrides: [], notes: notes.all(), problems: [] };
}

function commandOf(service: Entry): string[] {
  const words = (value: unknown): string[] =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? commandWords(value) : [];
  return [...words(service.entrypoint), ...words(service.command)];
}

function appOf(options: {
  service: Entry;
  name: string;
  command: string[];
  names: Map<string, string>;
  folder: string;
  notes: Notes;
}): Entry {
  const { service, name, names, folder, notes } = options;
  const deploy = isPlainObject(service.deploy) ? service.deploy : {};
  for (const key of Object.keys(deploy))
    if (key !== 'replicas') notes.add(`deploy.${key}`, 'concerns the cluster; it is not converted', name);
  const instances = replicasOf(service);
  const ready = healthReady(service.healthcheck, name, notes);
  const env = variablesOf(service.environment);
  return {
    name,
    command: options.command,
    cwd: folderOf(service, folder, name, notes),
    ...(instances === undefined ? {} : { instances }),
    env,
    ...envFilesOf(service.env_file, folder),
    ...dependenciesOf(service, names, name, notes),
    ...(ready === undefined ? {} : { ready }),
    restart: restartOf(service.restart),
    stop: {
      signal: signalOf(service.stop_signal),
      timeout: composeMs(service.stop_grace_period) ?? 10_000,
    },
  };
}

function replicasOf({ deploy, scale }: Entry): number | undefined {
  const count = (isPlainObject(deploy) ? deploy.replicas : undefined) ?? scale;
  return count === undefined ? undefined : Number(count);
}

function signalOf(value: unknown): string {
  const name = String(value ?? 'SIGTERM').toUpperCase();
  return name.startsWith('SIG') ? name : `SIG${name}`;
}

/** The container's working folder on this machine: inside a mounted folder, or in the one that it is built from. */
function folderOf(service: Entry, folder: string, name: string, notes: Notes): string {
  const inside = typeof service.working_dir === 'string' ? service.working_dir : undefined;
  const mounts = mountsOf(service.volumes);
  if (inside !== undefined) {
    for (const { source, target } of mounts) {
      const below = posix.relative(target, inside);
      if (!below.startsWith('..') && !isAbsolute(below)) return resolve(folder, source, below);
    }
  }
  const { build } = service;
  const context = isPlainObject(build) ? build.context : build;
  const found = typeof context === 'string' ? context : mounts[0]?.source;
  if (inside !== undefined && found === undefined)
    notes.add('working_dir', `"${inside}" is a folder of the image: set "cwd" to one on this machine`, name);
  return resolve(folder, found ?? '.');
}

/** The folders of this machine that are mounted, as `./api:/app` or as objects. */
function mountsOf(volumes: unknown): { source: string; target: string }[] {
  if (!Array.isArray(volumes)) return [];
  return volumes.flatMap((volume) => {
    if (isPlainObject(volume))
      return volume.type === 'bind' ? [{ source: String(volume.source), target: String(volume.target) }] : [];
    const [source = '', target] = String(volume).split(':');
    return target !== undefined && /^[./~]/.test(source) ? [{ source, target }] : [];
  });
}

function envFilesOf(value: unknown, folder: string): Entry {
  if (value === undefined) return {};
  const files = [value].flat().map((one) => String(isPlainObject(one) ? one.path : one));
  return { envFile: files.map((file) => resolve(folder, file)) };
}

function dependenciesOf(service: Entry, names: Map<string, string>, name: string, notes: Notes): Entry {
  const { depends_on: wanted } = service;
  if (isPlainObject(wanted)) {
    for (const how of Object.values(wanted))
      if (isPlainObject(how) && how.condition === 'service_completed_successfully')
        notes.add(
          'depends_on',
          '"service_completed_successfully" is not supported: the other app only has to be ready',
          name,
        );
  }
  const others = Array.isArray(wanted)
    ? wanted.map(String)
    : Object.keys(isPlainObject(wanted) ? wanted : {});
  return others.length === 0 ? {} : { dependsOn: others.flatMap((other) => names.get(other) ?? []) };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** In Compose, the name of a service is also a host name. */
function noteHosts(apps: readonly Entry[], services: readonly string[], notes: Notes): void {
  for (const { name, env, command } of apps) {
    const words = (command as string[]).slice(1).filter((word) => /:|\/\//.test(word));
    const texts = [
      ...Object.entries(env as Record<string, string>),
      ...words.map((word) => ['command', word]),
    ];
    for (const [key, value] of texts as [string, string][]) {
      const host = services.find((service) =>
        new RegExp(`(^|//|@|=)${escaped(service)}(:\\d+|/|$)`).test(value),
      );
      if (host !== undefined)
        notes.add(
          key,
          `"${host}" is a host name only inside Compose: use an address that this machine can reach`,
          String(name),
        );
    }
  }
}
