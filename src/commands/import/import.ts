import { dirname, relative, resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { environmentOf } from '../../cli/session.ts';
import { configInvalid, nothingImported } from '../../config/config-errors.ts';
import { type Note, noteSentence } from '../../config/from/conversion.ts';
import { mergeConversions } from '../../config/from/merge-conversions.ts';
import { readSources } from '../../config/from/read-source.ts';
import { printPath } from '../../config/schema/problem.ts';
import { validateConfig } from '../../config/schema/validate.ts';
import { splitInstances } from '../../config/to/opm/split-instances.ts';
import { writeConfig } from '../../config/to/opm/write-config.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { writeJson } from '../../report/json.ts';
import { counted } from '../../report/units.ts';
import { applyConfig } from './apply-config.ts';
import { secretNotes } from './secret-notes.ts';
import { writeNewFile } from './write-new-file.ts';

/** `opm import`: converts another tool's files to an OPM config. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { cwd, options, terminal } = input;
  const out = options.text('out') ?? 'opm.config.jsonc';
  const file = resolve(cwd, out);
  const imported = await importedConfig(input, out === '-' ? cwd : dirname(file));
  const { text, notes, secrets, apps } = imported;
  if (apps.length === 0) {
    tellNotes(input, notes);
    throw nothingImported(input.args);
  }
  if (out === '-') {
    terminal.out.write(text);
    tellNotes(input, [...notes, ...secrets]);
    return EXIT.ok;
  }
  writeNewFile(file, text, { isSecret: secrets.length > 0 });
  const asJson = options.flag('json') && !options.flag('apply');
  if (asJson) writeJson(terminal, { file, apps: apps.map(({ name }) => name), notes, secrets });
  else {
    tellNotes(input, [...notes, ...secrets]);
    const instances = apps.reduce((sum, app) => sum + Number(app.instances ?? 1), 0);
    terminal.err.write(
      `Wrote ${printable(file)}: ${counted(apps.length, 'app')}, ${counted(instances, 'instance')}\n`,
    );
  }
  if (options.flag('apply')) return applyConfig(input, file);
  const shown = relative(cwd, file);
  if (!asJson) terminal.err.write(`Check it, then run: opm restore --config ${printable(shown)}\n`);
  return EXIT.ok;
}

interface Imported {
  text: string;
  apps: Record<string, unknown>[];
  notes: Note[];
  secrets: Note[];
}

/** @param folder where the result will be, absolute */
async function importedConfig(input: CommandInput, folder: string): Promise<Imported> {
  const { args, cwd, options, spec } = input;
  const files = args.map((name) => resolve(cwd, name));
  const profile = options.text('env') ?? undefined;
  const sources = await readSources(files, { env: environmentOf(input), profile });
  const merged = mergeConversions(sources.map(({ conversion }) => conversion));
  const { apps, notes } = splitInstances(merged);
  const problems = [...merged.problems, ...validateConfig({ apps }).problems];
  if (problems.length > 0) {
    const located = problems.map(({ segments, message }) => ({ path: printPath(segments), message }));
    throw configInvalid(files.join(' '), located);
  }
  const secrets = secretNotes(apps);
  const words = ['opm', spec.name, ...args, ...(profile === undefined ? [] : ['--env', profile])];
  const header = [
    `Made by: ${words.join(' ')}`,
    'All keys: opm config schema. Check it with: opm config check',
  ];
  const text = writeConfig({ apps, notes: [...notes, ...secrets], folder, header });
  return { text, apps, notes, secrets };
}

function tellNotes({ terminal }: CommandInput, notes: readonly Note[]): void {
  for (const note of notes) terminal.err.write(`warning: ${printable(noteSentence(note))}\n`);
}
