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
        description: 'Who may connect to the socket (default: 600, only you)',
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
        description: 'How browsers reach it through a proxy or by a name; may be repeated',
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
      'The link is good for five minutes, and once. Where no gateway serves this home (see opm serve), this serves ' +
      'one on loopback until Ctrl-C. Over ssh it says how to forward the port.',
    args: [],
    options: [
      {
        name: 'role',
        type: 'text',
        value: 'ROLE',
        choices: ROLES,
        description: 'What whoever opens it may do (default: admin)',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm dashboard', does: 'look at the fleet in a browser' },
      { command: 'opm dashboard --role viewer', does: 'a link for somebody who is to look only' },
    ],
  },
  {
    name: 'token create',
    load: () => import('../gateway/token-create.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'Create a token for the HTTP API and the metrics, and show it once',
    details:
      'A viewer looks; an operator also starts, stops, restarts and restores what is defined; an admin also ' +
      'defines and removes. The name stands in the event journal with whatever the token does.',
    args: [{ name: 'name', required: true }],
    options: [
      {
        name: 'role',
        type: 'text',
        value: 'ROLE',
        choices: ROLES,
        description: 'What the token allows (default: viewer)',
      },
      { name: 'expires', type: 'text', value: 'TIME', description: 'When it ends by itself: 90d, 12h' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm token create prometheus', does: 'for what only reads' },
      { command: 'opm token create deploy --role operator --expires 90d', does: 'for a script' },
    ],
  },
  {
    name: 'token list',
    load: () => import('../gateway/token-list.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'List the tokens',
    details: 'Their secrets are not kept and cannot be shown. Exit code 2 when the file of one is damaged.',
    args: [],
    options: [JSON_OPTION],
    examples: [{ command: 'opm token list', does: 'who may do what, until when' }],
  },
  {
    name: 'token revoke',
    load: () => import('../gateway/token-revoke.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'End a token at once, with the sessions that it opened',
    args: [{ name: 'name', required: true }],
    options: [JSON_OPTION],
    examples: [{ command: 'opm token revoke deploy', does: 'it is refused from now on' }],
  },
];
