import type { Command } from '../../cli/command.ts';
import { JSON_OPTION, PROFILE_OPTION } from './shared-options.ts';

/** From other tools to OPM, and from OPM to what spans more than one machine. */
export const COMING_COMMANDS: readonly Command[] = [
  {
    name: 'import',
    load: () => import('../import/import.ts'),
    aliases: [],
    group: 'tools',
    summary: "Convert another tool's files to an OPM config",
    details:
      'Reads ecosystem files and dumps of PM2, process lists and .hcl files of the Rust OPM, Procfiles, and configs ' +
      'of supervisord, systemd (service units), process-compose and Compose, recognised by their content. Each key is ' +
      'either converted or reported with a reason, which is also in the file. An existing file is never overwritten.',
    args: [{ name: 'file', required: true, variadic: true, complete: 'files' }],
    options: [
      PROFILE_OPTION,
      {
        name: 'out',
        type: 'text',
        value: 'FILE',
        description: 'Where to write it (default: opm.config.jsonc); "-" is standard output',
      },
      { name: 'apply', type: 'flag', description: 'Restore it immediately' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm import Procfile', does: 'a Procfile, with the .env beside it' },
      { command: 'opm import ecosystem.config.js --env production', does: 'with env_production' },
      { command: 'opm import /etc/supervisor/supervisord.conf --out -', does: 'only show the result' },
      { command: 'opm import web.service worker.service', does: 'units that depend on each other' },
    ],
  },
];
