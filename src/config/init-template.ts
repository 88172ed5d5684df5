/** Formats that `opm config init` writes. */
export const TEMPLATE_FORMATS = ['jsonc', 'yaml', 'toml'] as const;

export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

/** The content of a first config file: two apps, one of which waits for the other, and what else there is. */
export function initTemplate(format: TemplateFormat): string {
  return TEMPLATES[format];
}

const JSONC = `// What OPM runs. Check it with "opm config check", bring it up with "opm restore".
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

const YAML = `# What OPM runs. Check it with "opm config check", bring it up with "opm restore".
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

const TOML = `# What OPM runs. Check it with "opm config check", bring it up with "opm restore".
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
