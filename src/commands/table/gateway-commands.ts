import type { Command } from '../../cli/command.ts';

export const GATEWAY_COMMANDS: readonly Command[] = [
  {
    name: 'serve',
    load: () => import('../gateway/serve.ts'),
    aliases: [],
    group: 'gateway',
    summary: 'Serve the dashboard, the HTTP API and the metrics',
    details:
      'A program of its own beside the daemon, which it asks as any command does; it outlives it and starts none. ' +
      'It listens on loopback unless told otherwise, and on any other address only with TLS or --plain-http. ' +
      'SIGTERM and Ctrl-C end it with exit code 0. It can be an app of the fleet itself.',
    args: [],
    options: [
      {
        name: 'listen',
        type: 'text',
        value: 'ADDRESS',
        description: 'Address and port, or a port of loopback (default: 127.0.0.1:9615)',
      },
      {
        name: 'socket',
        type: 'text',
        value: 'PATH',
        description: 'Listen on a Unix socket, for a reverse proxy; on an address too only with --listen',
      },
      {
        name: 'socket-mode',
        type: 'text',
        value: 'MODE',
        description: 'Who may connect to the socket (default: 600, you alone)',
      },
      {
        name: 'tls-cert',
        type: 'text',
        value: 'FILE',
        description: 'Serve HTTPS with this certificate (PEM)',
      },
      { name: 'tls-key', type: 'text', value: 'FILE', description: 'The key of the certificate (PEM)' },
      {
        name: 'plain-http',
        type: 'flag',
        description: 'Allow an address that other machines can reach without TLS',
      },
    ],
    examples: [
      { command: 'opm serve', does: 'on http://127.0.0.1:9615, for this machine alone' },
      {
        command: 'opm serve --listen 0.0.0.0:9615 --tls-cert cert.pem --tls-key key.pem',
        does: 'for others, encrypted',
      },
      {
        command: 'opm serve --socket /run/opm/gateway.sock --socket-mode 660',
        does: 'behind a reverse proxy',
      },
    ],
  },
];
