/** Formats that `opm config init` writes. */
export const TEMPLATE_FORMATS = ['jsonc', 'yaml', 'toml'] as const;

export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

/**
 * The content of a starter config file: two apps, one of which waits for the other, and the other options in
 * comments.
 */
export function initTemplate(format: TemplateFormat): string {
  return TEMPLATES[format];
}

const JSONC = `// The apps that OPM runs. Check this file with "opm config check", start them with "opm restore".
// All keys: docs/config.md, or "opm config schema" for your editor.
{
  "apps": [
    {
      "name": "api",
      // Split into words without a shell; "shell": true uses one.
      "command": "node server.js",
      // Folders and files are relative to this file.
      "cwd": ".",
      // Instance 0 gets PORT=3000, instance 1 gets PORT=3001.
      "instances": 2,
      "port": 3000,
      "env": { "NODE_ENV": "production" },
      // Online once this answers; also tcp, exec, log or fd.
      "ready": { "http": "http://127.0.0.1:3000/", "timeout": "10s" }
    },
    {
      "name": "worker",
      "command": ["node", "worker.js"],
      // Starts when every instance of api is ready.
      "dependsOn": ["api"],
      "restart": { "policy": "on-failure", "backoff": ["100ms", "30s"] },
      "stop": { "signal": "SIGTERM", "timeout": "10s" }
    }
  ]
}
`;

const YAML = `# The apps that OPM runs. Check this file with "opm config check", start them with "opm restore".
# All keys: docs/config.md, or "opm config schema" for your editor.
apps:
  - name: api
    # Split into words without a shell; "shell: true" uses one.
    command: node server.js
    # Folders and files are relative to this file.
    cwd: .
    # Instance 0 gets PORT=3000, instance 1 gets PORT=3001.
    instances: 2
    port: 3000
    env:
      NODE_ENV: production
    # Online once this answers; also tcp, exec, log or fd.
    ready:
      http: http://127.0.0.1:3000/
      timeout: 10s

  - name: worker
    command: [node, worker.js]
    # Starts when every instance of api is ready.
    dependsOn: [api]
    restart:
      policy: on-failure
      backoff: [100ms, 30s]
    stop:
      signal: SIGTERM
      timeout: 10s
`;

const TOML = `# The apps that OPM runs. Check this file with "opm config check", start them with "opm restore".
# All keys: docs/config.md, or "opm config schema" for your editor.

[[apps]]
name = "api"
# Split into words without a shell; "shell = true" uses one.
command = "node server.js"
# Folders and files are relative to this file.
cwd = "."
# Instance 0 gets PORT=3000, instance 1 gets PORT=3001.
instances = 2
port = 3000
env = { NODE_ENV = "production" }
# Online once this answers; also tcp, exec, log or fd.
ready = { http = "http://127.0.0.1:3000/", timeout = "10s" }

[[apps]]
name = "worker"
command = ["node", "worker.js"]
# Starts when every instance of api is ready.
dependsOn = ["api"]
restart = { policy = "on-failure", backoff = ["100ms", "30s"] }
stop = { signal = "SIGTERM", timeout = "10s" }
`;

const TEMPLATES: Record<TemplateFormat, string> = { jsonc: JSONC, yaml: YAML, toml: TOML };
