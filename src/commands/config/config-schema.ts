import type { CommandInput } from '../../cli/command.ts';
import { configJsonSchema } from '../../config/schema/json-schema.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { writeJson } from '../../report/json.ts';

/** `opm config schema`: prints the JSON Schema of config files. */
export async function run({ terminal }: CommandInput): Promise<ExitCode> {
  writeJson(terminal, await configJsonSchema());
  return EXIT.ok;
}
