import { EXIT, OpmError } from '../errors.ts';

/** One thing that is wrong with one entry of `plugins`. */
export interface PluginProblem {
  /** As the config says it. */
  specifier: string;
  message: string;
}

/** Everything that is wrong with the plugins of a config, in one error. Exit 78. */
export function pluginsUnusable(problems: readonly PluginProblem[]): OpmError {
  const lines = problems.map(({ specifier, message }) => `the plugin "${specifier}": ${message}`);
  return new OpmError({
    code: 'PLUGINS_UNUSABLE',
    exitCode: EXIT.badConfig,
    message:
      lines.length === 1 ? `Cannot use ${lines[0]}` : `Cannot use the plugins:\n  ${lines.join('\n  ')}`,
  });
}
