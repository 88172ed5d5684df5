import { EXIT, OpmError } from '../../errors.ts';

export function badPluginName(name: string): OpmError {
  return new OpmError({
    code: 'PLUGIN_NAME',
    exitCode: EXIT.usage,
    message: `"${name}" is not a valid plugin name: use 1 to 64 lower-case letters, digits and dashes`,
  });
}

export function cannotWritePlugin(folder: string, reason: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'PLUGIN_NOT_WRITTEN',
    exitCode: EXIT.failed,
    message: `Cannot write a plugin to "${folder}": ${reason}`,
    cause,
  });
}
