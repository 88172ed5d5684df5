import { EXIT, OpmError } from '../errors.ts';

/** One problem with one entry of `plugins`. */
export interface PluginProblem {
  /** As written in the config. */
  specifier: string;
  message: string;
}

/** Every problem with the plugins of a config, in one error. Exit 78. */
export function pluginsUnusable(problems: readonly PluginProblem[]): OpmError {
  const lines = problems.map(({ specifier, message }) => `the plugin "${specifier}": ${message}`);
  return new OpmError({
    code: 'PLUGINS_UNUSABLE',
    exitCode: EXIT.badConfig,
    message:
      lines.length === 1 ? `Cannot use ${lines[0]}` : `Cannot use the plugins:\n  ${lines.join('\n  ')}`,
  });
}
