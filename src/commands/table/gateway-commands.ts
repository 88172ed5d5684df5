import type { Command } from '../../cli/command.ts';
import { ROLES } from '../../gateway/access/role.ts';
import { JSON_OPTION } from './shared-options.ts';

export const GATEWAY_COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    load: () => import('../gateway/serve.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'Serve the dashboard, the HTTP API and the metrics',
    details:
      'A separate program that talks to the daemon as any command does; it outlives the daemon and starts none. ' +
      'It listens on loopback by default, and on any other address only with TLS or --plain-http. ' +
      'SIGTERM and Ctrl-C end it with exit code 0. It can itself be run as an app.',
    args: [],
    options: [
      {
        name: 'listen',
        type: 'text',
        value: 'ADDRESS',
        description: 'Address and port, or a port on loopback (default: 127.0.0.1:9615)',
      },
      {
        name: 'socket',
        type: 'text',
        value: 'PATH',
        description:
          'Listen on a Unix socket, for a reverse proxy; add --listen to listen on an address as well',
      },
      {
        name: 'socket-mode',
        type: 'text',
        value: 'MODE',
        description: 'Permissions of the socket (default: 600, only you)',
      },
      {
        name: 'tls-cert',
        type: 'text',
        value: 'FILE',
        description: 'Serve HTTPS with this certificate (PEM)',
      },
      { name: 'tls-key', type: 'text', value: 'FILE', description: 'The key of the certificate (PEM)' },
      {
        name: 'public-url',
        type: 'texts',
        value: 'URL',
        description: 'URL that browsers use, through a proxy or by name; may be repeated',
      },
      {
        name: 'plain-http',
        type: 'flag',
        description: 'Allow an address that other machines can reach without TLS',
      },
    ],
    examples: [
      { command: 'opm serve', does: 'on http://127.0.0.1:9615, for this machine only' },
      {
        command: 'opm serve --listen 0.0.0.0:9615 --tls-cert cert.pem --tls-key key.pem',
        does: 'for other machines, encrypted',
      },
      {
        command: 'opm serve --socket /run/opm/gateway.sock --public-url https://opm.example.com',
        does: 'behind a reverse proxy',
      },
    ],
  },
  {
    name: 'dashboard',
    load: () => import('../gateway/dashboard.ts'),
    aliases: ['web'],
    group: 'gateway',
    summary: 'Print a link that opens the dashboard once',
    details:
      'The link works once, within five minutes. If no gateway is running for this home (see opm serve), this command ' +
      'runs one on loopback until Ctrl-C. Over ssh it explains how to forward the port.',
    args: [],
    options: [
      {
        name: 'role',
        type: 'text',
        value: 'ROLE',
        choices: ROLES,
        description: 'Role of the person who opens it (default: admin)',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm dashboard', does: 'view the fleet in a browser' },
      { command: 'opm dashboard --role viewer', does: 'a read-only link' },
    ],
  },
  {
    name: 'token create',
    load: () => import('../gateway/token-create.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'Create a token for the HTTP API and the metrics, and show it once',
    details:
      'A viewer can only look; an operator can also start, stop, restart and restore what is defined; an admin can ' +
      'also define and remove. The event journal records the name with everything the token does.',
    args: [{ name: 'name', required: true }],
    options: [
      {
        name: 'role',
        type: 'text',
        value: 'ROLE',
        choices: ROLES,
        description: 'What the token allows (default: viewer)',
      },
      { name: 'expires', type: 'text', value: 'TIME', description: 'Expiry time: 90d, 12h' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm token create prometheus', does: 'for a read-only client' },
      { command: 'opm token create deploy --role operator --expires 90d', does: 'for a script' },
    ],
  },
  {
    name: 'token list',
    load: () => import('../gateway/token-list.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'List the tokens',
    details: 'Their secrets are not stored and cannot be shown. Exit code 2 if the file of one is damaged.',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm token list', does: 'who may do what, until when' }],
  },
  {
    name: 'token revoke',
    load: () => import('../gateway/token-revoke.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'Revoke a token immediately, with the sessions that it opened',
    args: [{ name: 'name', required: true }],
    options: [JSON_OPTION],
    examples: [{ command: 'opm token revoke deploy', does: 'refuse it from now on' }],
  },
];
