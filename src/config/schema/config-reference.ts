import type { JsonSchema } from './json-schema.ts';

/**
 * The reference of every config key as Markdown, generated from the JSON Schema: one table for the file and one for
 * each object in it.
 */
export function configReference(schema: JsonSchema): string {
  const app = itemOf(schema.properties!.apps!);
  const [, pluginList] = itemOf(schema.properties!.plugins!).anyOf!;
  const sections = [
    table('The file', schema),
    table('`settings`', schema.properties!.settings!),
    `### \`plugins\`\n\n${PLUGINS}\n\n${rows((pluginList!.items as JsonSchema[])[2]!)}`,
    table('`apps`: one app', app),
    ...Object.entries(app.properties!)
      .filter(([, value]) => hasOwnKeys(value))
      .map(([key, value]) => table(`\`${key}\` of an app`, value)),
  ];
  return `${INTRODUCTION}\n${sections.join('\n\n')}\n\n${ENDING}`;
}

const INTRODUCTION = `# The config file

<!-- Generated from src/config/schema/file-schema.ts and src/config/keys/ by "npm run docs". Edit there. -->

\`opm.config.json\`, \`.jsonc\`, \`.yaml\`, \`.yml\`, \`.toml\`, \`.js\`, \`.mjs\` or \`.ts\`. JSON may have comments and trailing
commas. The default export of a program is the config, or a function that takes \`{ env, profile }\` (\`profile\` is the value of \`--env\`) and returns it.
A program's output goes to standard error. It cannot end \`opm\`: one that calls \`process.exit\` is refused.
\`opm config init\` writes a starter file, \`opm config check\` reports every problem in one, \`opm config show\` prints what it
means with all defaults filled in, and \`opm config schema\` prints the [JSON Schema](opm.schema.json) for editors.

- Relative paths are relative to the file.
- A duration is \`"500ms"\`, \`"10s"\`, \`"1.5m"\`, \`"1h"\` or a number of milliseconds.
- An unknown key is an error, and so is one whose behaviour is not implemented yet (\`limits.memory\`,
  \`limits.cpu\`): nothing is ignored.
- Everything must be UTF-8: OPM refuses a file, an \`envFile\` or a word of the command line that is not, and leaves out
  such a variable of the caller, with a warning. The same applies to text that cannot be passed to a process (NUL, half
  a character).
- A size is \`"500M"\`, \`"1.5G"\` or \`"64K"\`, in powers of 1024; a number without a unit is refused.
- When running as root, OPM refuses a file that anyone else can write or replace.

## Keys
`;

const PLUGINS = `An entry is a name, \`[name, options]\` or \`[name, options, settings]\`. The name is that of a bundled
plugin, of a package that can be resolved from the file's folder, or a path that begins with \`.\` or \`/\`. The settings:`;

const ENDING = `## The environment of a process

\`OPM_ID\`, \`OPM_NAME\` and \`OPM_INSTANCE\` (0, 1, …), and with \`port\` the variable \`PORT\` = port + instance. Later ones win:
inherited variables, \`envFile\`, \`env\`, \`PORT\`. Variables that OPM sets cannot be set in \`env\`.

An \`envFile\` consists of \`KEY=value\` lines, optionally after \`export\`. Lines that begin with \`#\`, and text after \` #\`
following a bare value, are comments. In double quotes \`\\n\`, \`\\r\`, \`\\t\`, \`\\"\`, \`\\\\\` and \`\\$\` are replaced; single quotes and backticks keep
everything unchanged; all three may span lines. Nothing is expanded.

## Files of other tools

Wherever a config file is accepted, these are too; they are recognised by their content:

- PM2's ecosystem files (\`.js\`, \`.cjs\`, \`.mjs\`, \`.json\`, \`.yaml\`) and its \`dump.pm2\`;
- the \`process.dump\` of the Rust OPM, and the \`.hcl\` files it exports.

Every key is either mapped or named in a warning. Notes on PM2's keys:

| PM2 | OPM |
|---|---|
| \`exec_mode: "cluster"\` | Instances are separate processes and share no socket: with several instances, a \`PORT\` in their environment counts up. |
| \`instances: 0\`, \`"max"\`, \`-1\` | One per core, one per core, one less than that. |
| \`wait_ready\` | For Node: the first \`process.send()\` counts as ready, within \`listen_timeout\` or 10 s. Later messages are dropped, and the channel stays open for as long as the app runs. |
| stop signal | SIGINT, as apps written for PM2 expect, then SIGKILL after \`kill_timeout\` or 10 s. |
| \`max_restarts\`, \`min_uptime\` | \`restart.maxRestarts\` and \`restart.stableAfter\`: only an exit before \`min_uptime\` counts. |
| \`restart_delay\`, \`exp_backoff_restart_delay\` | \`restart.backoff\`, constant or growing up to 15 s. |
| \`NODE_APP_INSTANCE\`, \`increment_var\` | Set for each instance. |
| a dump | Each process gets exactly the environment that was saved for it. Stopped processes are left out; PM2's own log files are left to PM2. |
`;

function table(title: string, schema: JsonSchema): string {
  return `### ${title}\n\n${rows(schema)}`;
}

function rows(schema: JsonSchema): string {
  const object =
    schema.properties === undefined ? schema.anyOf!.find((form) => form.properties !== undefined)! : schema;
  const required = object.required ?? [];
  const lines = Object.entries(object.properties!).map(([key, value]) => {
    const fallback = required.includes(key) ? 'required' : defaultText(value);
    return `| \`${key}\` | ${typeText(value)} | ${fallback} | ${value.description ?? ''} | ${exampleText(value)} |`;
  });
  return ['| key | type | default | meaning | example |', '|---|---|---|---|---|', ...lines].join('\n');
}

function typeText(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeText))].join(' or ');
  if (schema.type === 'integer') return `whole number, ${schema.minimum} to ${schema.maximum}`;
  return schema.type === 'array' ? 'list' : String(schema.type);
}

/** An object with keys of its own has its own defaults, listed in its own table. */
function defaultText(schema: JsonSchema): string {
  if (schema.default === undefined) return '–';
  return hasOwnKeys(schema) ? 'see below' : code(schema.default);
}

function hasOwnKeys({ additionalProperties, anyOf }: JsonSchema): boolean {
  return additionalProperties === false || (anyOf?.some(hasOwnKeys) ?? false);
}

function exampleText({ examples }: JsonSchema): string {
  return examples?.[0] === undefined ? '' : code(examples[0]);
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;
}

function itemOf(list: JsonSchema): JsonSchema {
  return list.items as JsonSchema;
}
