import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { configInvalid } from './config-errors.ts';
import { readEnvFiles } from './env-files/read-env-files.ts';
import { refuseWritableByOthers } from './file-trust.ts';
import type { ParsedFile } from './formats/parsed-file.ts';
import { readConfigFile } from './formats/read-config-file.ts';
import { type Conversion, noteSentence } from './from/conversion.ts';
import { convertForeign } from './from/convert-foreign.ts';
import type { ResolvedConfig } from './instance/instance-spec.ts';
import { resolveInstances } from './instance/resolve-instances.ts';
import type { CheckedConfig } from './schema/file-schema.ts';
import { type ConfigProblem, type LocatedProblem, printPath } from './schema/problem.ts';
import { resolvePlugin } from './schema/schema-plugin.ts';
import { resolveSettings } from './schema/settings-schema.ts';
import { validateConfig } from './schema/validate.ts';

export interface LoadOptions {
  /** Path of the file, relative to the current folder or absolute. */
  file: string;
  /** Where relative paths in it start, absolute; by default the file's own folder. */
  folder?: string;
  /** OPM's state folder, absolute: logs go here unless the config places them. */
  home: string;
  /** The caller's environment: passed to config programs, and its PATH is used to find interpreters. */
  env: Record<string, string>;
  /**
   * Which environment to use of a file that has several: `env_<profile>` in PM2's files; passed to a config program.
   */
  profile?: string | undefined;
}

/** A usable file, or every problem in its content. */
export type CheckOutcome =
  | { config: ResolvedConfig; problems: [] }
  | { config: null; problems: ConfigProblem[] };

/**
 * Reads a config file of any format (including those of PM2 and the Rust OPM), checks all of it, and resolves it to
 * instances.
 *
 * @throws `CONFIG_INVALID` with every problem at once, and what {@link checkConfig} throws; exit 78
 */
export async function loadConfig(options: LoadOptions): Promise<ResolvedConfig> {
  const { config, problems } = await checkConfig(options);
  if (config === null) throw configInvalid(resolve(options.file), problems);
  return config;
}

/**
 * Like {@link loadConfig}, with the problems of the content as data.
 *
 * @throws `CONFIG_UNREADABLE`, `CONFIG_BROKEN`, `CONFIG_FORMAT_UNKNOWN`, `CONFIG_MODULE_FAILED`, `FILE_UNTRUSTED`
 */
export async function checkConfig(options: LoadOptions): Promise<CheckOutcome> {
  const file = resolve(options.file);
  const folder = options.folder ?? dirname(file);
  refuseWritableByOthers(file);
  const { profile } = options;
  const parsed = await readConfigFile(file, options.env, profile);
  const conversion = await convertForeign(parsed.content, {
    file,
    folder,
    env: options.env,
    cores: availableParallelism(),
    profile,
  });
  const validation = validateConfig(conversion === null ? parsed.content : conversion.content);
  // A converted file has no line numbers for its problems: its paths are those of the conversion.
  const locator = conversion === null ? parsed.locator : undefined;
  const refused = await locate(conversion?.problems ?? [], parsed.locator);
  if (validation.config === null || refused.length > 0)
    return { config: null, problems: [...refused, ...(await locate(validation.problems, locator))] };
  const envFiles = readEnvFiles(validation.config.apps, folder);
  if (envFiles.problems.length > 0)
    return { config: null, problems: await locate(envFiles.problems, locator) };
  return {
    config: resolveConfig(validation.config, {
      file,
      folder,
      home: options.home,
      fileEnvs: envFiles.byApp,
      conversion,
      warnings: [...(conversion?.notes ?? []).map(noteSentence), ...idleProfile(parsed, conversion, profile)],
    }),
    problems: [],
  };
}

function resolveConfig(
  config: CheckedConfig,
  from: {
    file: string;
    folder: string;
    home: string;
    fileEnvs: Record<string, string>[];
    conversion: Conversion | null;
    warnings: string[];
  },
): ResolvedConfig {
  const { file, folder, home, fileEnvs, conversion } = from;
  // A pipe has no name by which it can be found again.
  const definedIn = file.startsWith('/dev/') ? null : file;
  return {
    file,
    settings: resolveSettings(config.settings),
    plugins: config.plugins.map((entry) => resolvePlugin(entry, folder)),
    instances: config.apps.flatMap((app, index) =>
      resolveInstances({
        app,
        folder,
        home,
        fileEnv: fileEnvs[index] ?? {},
        overrides: conversion?.overrides[index] ?? [],
      }).map((spec) => ({ ...spec, definedIn })),
    ),
    warnings: from.warnings,
  };
}

/** Nothing is silently ignored, not even an option of the command line. */
function idleProfile(
  { readsProfile }: ParsedFile,
  conversion: Conversion | null,
  profile: string | undefined,
): string[] {
  if (profile === undefined || readsProfile === true || conversion?.hasProfiles === true) return [];
  return [`--env ${profile} has no effect: this file has only one environment for each app`];
}

async function locate(problems: LocatedProblem[], locator: ParsedFile['locator']): Promise<ConfigProblem[]> {
  const lineOf = await locator?.();
  return problems.map(({ segments, message }) => {
    const line = lineOf?.(segments);
    return { path: printPath(segments), message, ...(line === undefined ? {} : { line }) };
  });
}
