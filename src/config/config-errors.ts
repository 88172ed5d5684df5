import { EXIT, messageOf, OpmError } from '../errors.ts';
import type { OtherFormat } from './from/recognise-other.ts';
import { type ConfigProblem, formatProblems } from './schema/problem.ts';

/** Every problem in the content of a config file, in one error. Exit 78. */
export function configInvalid(file: string, problems: ConfigProblem[]): OpmError {
  return new OpmError({
    code: 'CONFIG_INVALID',
    exitCode: EXIT.badConfig,
    message: formatProblems(`The config file ${file}`, problems),
  });
}

/** A file that cannot be opened or read. Exit 78. */
export function configUnreadable(file: string, reason: string, cause?: unknown): OpmError {
  return new OpmError({
    code: 'CONFIG_UNREADABLE',
    exitCode: EXIT.badConfig,
    message: `Cannot read the config file ${file}: ${reason}`,
    cause,
  });
}

/** A file whose text is not in its format. `line` and `column` count from 1. Exit 78. */
export function configBroken(options: {
  file: string;
  format: string;
  reason: string;
  line?: number | undefined;
  column?: number | undefined;
  cause?: unknown;
}): OpmError {
  const at = options.line === undefined ? '' : `:${options.line}:${options.column ?? 1}`;
  return new OpmError({
    code: 'CONFIG_BROKEN',
    exitCode: EXIT.badConfig,
    message: `The config file ${options.file}${at} is not valid ${options.format}: ${options.reason}`,
    cause: options.cause,
  });
}

/** A config program (`.js`, `.mjs`, `.cjs`, `.ts`) that could not be loaded or threw. Exit 78. */
export function configModuleFailed(file: string, reason: string, cause?: unknown): OpmError {
  return new OpmError({
    code: 'CONFIG_MODULE_FAILED',
    exitCode: EXIT.badConfig,
    message: `The config file ${file} could not be loaded: ${reason}`,
    cause,
  });
}

/** A file name that does not reveal a format. Exit 78. */
export function configFormatUnknown(file: string, known: string[]): OpmError {
  return new OpmError({
    code: 'CONFIG_FORMAT_UNKNOWN',
    exitCode: EXIT.badConfig,
    message: `The config file ${file} has no known extension: use one of ${known.join(', ')}`,
  });
}

/** A file of another tool that is not a config, with what to do with it. Exit 78. */
export function configOfOtherTool(file: string, { kind, title, remedy }: OtherFormat): OpmError {
  const advice =
    kind === null ? `, which OPM does not read: ${remedy}` : `. Import it with: opm import ${file}`;
  return new OpmError({
    code: 'CONFIG_OF_OTHER_TOOL',
    exitCode: EXIT.badConfig,
    message: `${file} is ${title}${advice}`,
  });
}

/** OPM's own config is no other tool's. Exit 64. */
export function nothingToImport(file: string): OpmError {
  return new OpmError({
    code: 'NOTHING_TO_IMPORT',
    exitCode: EXIT.usage,
    message: `${file} is a config of OPM already: opm restore --config ${file}`,
  });
}

/** Every app of the files was left out, for the reasons that were told. Exit 1. */
export function nothingImported(files: readonly string[]): OpmError {
  return new OpmError({
    code: 'NOTHING_IMPORTED',
    exitCode: EXIT.failed,
    message: `Nothing of ${files.join(', ')} can be run by OPM, so no config was written`,
  });
}

/** Two config files in one folder: taking either in silence would surprise somebody. Exit 78. */
export function configAmbiguous(folder: string, names: string[]): OpmError {
  return new OpmError({
    code: 'CONFIG_AMBIGUOUS',
    exitCode: EXIT.badConfig,
    message: `The folder ${folder} has more than one config file (${names.join(', ')}): name one with --config, or remove the others`,
  });
}

/** A file that root would obey although someone else can write to it. Exit 78. */
export function fileUntrusted(path: string, culprit: string, remedy: string): OpmError {
  return new OpmError({
    code: 'FILE_UNTRUSTED',
    exitCode: EXIT.badConfig,
    message: `Refusing to use ${path} as root: ${culprit}. ${remedy}`,
  });
}

/** A flag of `opm start` with an unusable value. Exit 64. */
export function flagsInvalid(problems: ConfigProblem[]): OpmError {
  return new OpmError({
    code: 'FLAG_INVALID',
    exitCode: EXIT.usage,
    message: formatProblems('The command line', problems),
  });
}

/** A script that does not exist or cannot be run. Exit 1. */
export function scriptUnusable(script: string, reason: string): OpmError {
  return new OpmError({
    code: 'SCRIPT_UNUSABLE',
    exitCode: EXIT.failed,
    message: `Cannot start "${script}": ${reason}`,
  });
}

/** The reason for a system error, in words a user knows. */
export function readFailure(error: unknown, code: string | undefined): string {
  if (code === 'ENOENT') return 'the file does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return messageOf(error);
}
