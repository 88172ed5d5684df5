/** What keeps well-known programs in the foreground. */
const HINTS = new Map(
  Object.entries({
    nginx: 'add -g "daemon off;", or "daemon off;" to its config',
    'redis-server': 'add --daemonize no, or "daemonize no" to its config',
    'valkey-server': 'add --daemonize no, or "daemonize no" to its config',
    apache2: 'add -D FOREGROUND',
    httpd: 'add -D FOREGROUND',
    apache2ctl: 'use "apache2ctl -D FOREGROUND"',
    apachectl: 'use "apachectl -D FOREGROUND"',
    sshd: 'add -D',
    'php-fpm': 'add --nodaemonize',
    pg_ctl: 'start "postgres" itself',
    mongod: 'remove --fork, and "fork: true" from its config',
    memcached: 'remove -d',
    haproxy: 'remove -D, and "daemon" from its config',
    supervisord: 'add --nodaemon',
    cron: 'add -f',
    crond: 'add -f',
    dnsmasq: 'add --keep-in-foreground',
    named: 'add -f',
    rsyslogd: 'add -n',
    rsync: 'add --no-detach',
    smbd: 'add --foreground',
    gunicorn: 'remove --daemon',
    uwsgi: 'remove --daemonize',
    lighttpd: 'add -D',
    openvpn: 'remove --daemon',
    'start-stop-daemon': 'start the program itself',
  }),
);

const ANY = 'look for an option such as --foreground, --nodaemon, --no-daemon or -D';

/**
 * Why an app ended whose first process exited successfully and left others running, in words that follow its name. Pure.
 *
 * @param options.argv its command; the program may also be named in the text that a shell is given
 * @param options.left how many processes it left
 */
export function wentIntoBackground({ argv, left }: { argv: readonly string[]; left: number }): string {
  const processes = left === 1 ? 'a process' : `${left} processes`;
  return (
    `put itself into the background (it exited with code 0 and left ${processes} running, now ended); ` +
    `OPM needs it in the foreground: ${hintFor(argv)}`
  );
}

function hintFor(argv: readonly string[]): string {
  for (const word of argv.flatMap((argument) => argument.split(/[\s;&|()'"]+/))) {
    const program = word.slice(word.lastIndexOf('/') + 1);
    // Versions are part of some names: php-fpm8.2.
    const hint = HINTS.get(program) ?? HINTS.get(program.replace(/[\d.]+$/, ''));
    if (hint !== undefined) return hint;
  }
  return ANY;
}
