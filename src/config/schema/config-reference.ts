import type { JsonSchema } from './json-schema.ts';

/**
 * The reference of every key of the config file as Markdown, from its JSON Schema: one table for the file and
 * one for each object in it.
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

<!-- Made from src/config/schema/file-schema.ts and src/config/keys/ by "node --import ./scripts/typescript.mjs scripts/config-docs.mjs". Edit there. -->

\`opm.config.json\`, \`.jsonc\`, \`.yaml\`, \`.yml\`, \`.toml\`, \`.js\`, \`.mjs\` or \`.ts\`. JSON may have comments and trailing
commas. A program exports the config, or a function that is given \`{ env, profile }\` (\`profile\` is what \`--env\` names) and returns it, as its default export.
\`opm config init\` writes a first file, \`opm config check\` names everything that is wrong with one, and
\`opm config schema\` prints the [JSON Schema](opm.schema.json) for editors.

- Relative paths are relative to the file.
- A duration is \`"500ms"\`, \`"10s"\`, \`"1.5m"\`, \`"1h"\` or a number of milliseconds.
- An unknown key is an error, and so is one whose behaviour is not built yet (\`maxMemory\`, \`logs.maxSize\`,
  \`logs.keep\`): nothing is ignored.
- Run as root, OPM refuses a file that somebody else can write or replace.

## Keys
`;

const PLUGINS = `An entry is a name, \`[name, options]\` or \`[name, options, settings]\`. The name is that of a plugin that comes with
OPM, of a package that can be resolved from the file's folder, or a path that begins with \`.\` or \`/\`. The settings:`;

const ENDING = `## What a process finds in its environment

\`OPM_ID\`, \`OPM_NAME\` and \`OPM_INSTANCE\` (0, 1, …), and with \`port\` the variable \`PORT\` = port + instance. Later ones win:
what is inherited, \`envFile\`, \`env\`, \`PORT\`. The names OPM sets cannot be set in \`env\`.

An \`envFile\` has lines \`KEY=value\`, also after \`export\`. Lines that begin with \`#\` and what follows \` #\` after a bare
value are comments. In double quotes \`\\n\`, \`\\r\`, \`\\t\`, \`\\"\`, \`\\\\\` and \`\\$\` are replaced; single quotes and backticks keep
everything as it is; all three may span lines. Nothing is expanded.

## Files of other tools

Wherever a config file is taken, these are read too, told by their content:

- PM2's ecosystem files (\`.js\`, \`.cjs\`, \`.mjs\`, \`.json\`, \`.yaml\`) and its \`dump.pm2\`;
- the \`process.dump\` of the Rust OPM, and the \`.hcl\` files it exports.

Each of their keys is mapped, or named in a warning. What to know about PM2's:

| PM2 | here |
|---|---|
| \`exec_mode: "cluster"\` | Instances are separate processes and share no socket: with several of them, a \`PORT\` in their environment counts up. |
| \`instances: 0\`, \`"max"\`, \`-1\` | One a core, one a core, one less than that. |
| \`wait_ready\` | For Node: the first \`process.send()\` counts as ready, within \`listen_timeout\` or 10 s. |
| stop signal | SIGINT, as apps for PM2 expect it, then SIGKILL after \`kill_timeout\` or 10 s. |
| \`max_restarts\`, \`min_uptime\` | \`restart.maxRestarts\`, and their product is \`restart.window\` (at least 60 s). |
| \`restart_delay\`, \`exp_backoff_restart_delay\` | \`restart.backoff\`, constant or growing to 15 s. |
| \`NODE_APP_INSTANCE\`, \`increment_var\` | Set for each instance. |
| a dump | Each process gets exactly the environment that was saved for it. Stopped ones are left out; PM2's own log files stay PM2's. |
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

/** An object with keys of its own has defaults of its own: they are in its table. */
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
