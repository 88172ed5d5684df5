import type { CommandInput } from '../../cli/command.ts';
import { PM2_FLAGS, type Pm2Flag } from '../words/pm2-flags.ts';

/** The flags of `pm2 start` that were given, as the keys of PM2's files that they set. */
export function pm2KeysOf(input: CommandInput): Record<string, unknown> {
  return Object.fromEntries(
    givenFlags(input).flatMap((flag): [string, unknown][] => {
      const { means } = flag;
      if (!('key' in means)) return [];
      return [[means.key, means.value ?? given(input, flag)]];
    }),
  );
}

/** The flags of PM2 that shape a new app. */
export function pm2KeyFlags(input: CommandInput): Pm2Flag[] {
  return givenFlags(input).filter(({ means }) => 'key' in means);
}

/** For each unsupported flag, what to do instead. */
export function tellPm2Flags(input: CommandInput): void {
  for (const { name, means } of givenFlags(input))
    if ('instead' in means) input.terminal.err.write(`warning: --${name}: ${means.instead}\n`);
}

function givenFlags({ options, spec }: CommandInput): Pm2Flag[] {
  const hidden = new Set(spec.options.filter((option) => option.hidden === true).map(({ name }) => name));
  return PM2_FLAGS.filter(({ name }) => hidden.has(name) && options.given(name));
}

function given({ options }: CommandInput, { name, takes }: Pm2Flag): unknown {
  if (takes === 'nothing') return true;
  if (takes === 'words') return options.words(name) ?? [];
  return takes === 'maybe' ? (options.optional(name) ?? true) : options.text(name);
}
