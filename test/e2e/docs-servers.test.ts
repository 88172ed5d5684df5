/** The pages on real servers, each followed in a network of its own, where their ports are free. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { suite } from 'uvu';
import { currentSubject } from '../runner/subject.ts';
import { followPage } from './follow-page.ts';
import { type Lab, until } from './lab.ts';

const POSTGRES = '/usr/lib/postgresql';

/** What each page needs, and the Debian package that has it. */
const PAGES = [
  { file: 'docs/nginx.md', program: 'nginx', install: 'nginx-light' },
  { file: 'docs/redis.md', program: 'redis-server', install: 'redis-server' },
  { file: 'docs/postgresql.md', program: 'psql', install: 'postgresql' },
];

const suiteOfServers = suite<{ rooms: ChildProcess[] }>('pages on servers');
suiteOfServers.before.each((context) => {
  context.rooms = [];
});
suiteOfServers.after.each(({ rooms }) => {
  for (const room of rooms) room.kill('SIGKILL');
});

/** The lab's folder is `/srv/shop` there, as on the page, and nothing else listens. */
async function enterRoom(lab: Lab, rooms: ChildProcess[]): Promise<string[]> {
  const prepare =
    'mount -t tmpfs none /srv && mkdir /srv/shop && mount --bind "$1" /srv/shop && ip link set lo up && ' +
    'touch "$1/is-ready" && exec sleep 1000';
  const room = spawn('unshare', ['--mount', '--net', 'sh', '-c', prepare, 'sh', lab.folder], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  rooms.push(room);
  await until(() => fs.existsSync(`${lab.folder}/is-ready`), 'the room is ready');
  const enter = ['nsenter', '--target', String(room.pid), '--mount', '--net', 'sh', '-c'];
  return [...enter, 'cd /srv/shop && exec "$@"', 'sh'];
}

const version = fs.existsSync(POSTGRES) ? fs.readdirSync(POSTGRES).at(-1) : undefined;
const change = (text: string) => text.replaceAll(`${POSTGRES}/15/`, `${POSTGRES}/${version}/`);

/** Why a page cannot be followed here; `null`: it can. */
function whyNot({ program, install }: (typeof PAGES)[number]): string | null {
  if (process.geteuid?.() !== 0) return 'only root can run servers as their users';
  if (spawnSync('unshare', ['--mount', '--net', 'true']).status !== 0) return 'unshare is not permitted here';
  for (const [tool, from] of [
    [program, install],
    ['ip', 'iproute2'],
    ['curl', 'curl'],
  ]) {
    const { status } = spawnSync('sh', ['-c', `command -v ${tool}`]);
    if (status !== 0) return `${tool} is missing: apt-get install ${from}`;
  }
  return null;
}

// What the pages show does not depend on the runtime, and the servers take their time.
const isFollowed = currentSubject() === 'node';
for (const page of PAGES) {
  const skipped = isFollowed ? whyNot(page) : 'it is followed on Node';
  if (skipped !== null && isFollowed && process.env.CI) throw new Error(skipped);
  if (skipped !== null) console.log(`${page.file} is skipped: ${skipped}`);
  (skipped === null ? suiteOfServers : suiteOfServers.skip)(
    `following ${page.file} gives the output it shows`,
    ({ rooms }) => followPage(page.file, { enter: (lab) => enterRoom(lab, rooms), change }),
  );
}

suiteOfServers.run();
