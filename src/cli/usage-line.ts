import type { ArgumentSpec, CommandSpec, OptionSpec } from './command-spec.ts';

/** `opm restart <target...> [options]` */
export function usageLine(spec: CommandSpec): string {
  const parts = ['opm', spec.name, ...spec.args.map(argumentText)];
  if (shownOptions(spec).length > 0) parts.push('[options]');
  if (spec.takesRest === true) parts.push('[-- args...]');
  return parts.join(' ');
}

/** The options that users are shown. */
export function shownOptions(spec: CommandSpec): OptionSpec[] {
  return spec.options.filter((option) => option.hidden !== true);
}

/** `<target...>` when required, `[target...]` when not. */
export function argumentText(argument: ArgumentSpec): string {
  const text = `${argument.name}${argument.variadic === true ? '...' : ''}`;
  return argument.required ? `<${text}>` : `[${text}]`;
}

/** `-n, --dry-run` or `--timeout <TIME>` */
export function optionText(option: OptionSpec): string {
  const value = option.type === 'flag' ? '' : ` <${option.value ?? 'VALUE'}>`;
  return `${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${value}`;
}
