import type { CommandInput } from '../cli/command.ts';
import { usageError } from '../cli/command-errors.ts';
import { withDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { DaemonClient, InfoEntry, ListEntry } from '../protocol/intents.ts';
import { resolveTargets } from '../protocol/resolve-targets.ts';
import { writeJson } from '../report/json.ts';
import { listForPrograms, listTable, rawList } from '../report/list-table.ts';
import { SORT_FIELDS, sortOrder } from '../report/sort-entries.ts';

/** `opm list`: shows instances. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const order = orderOf(options.text('sort') ?? 'id');
  const format = options.flag('json') ? 'json' : (options.text('format') ?? 'default');
  const listed = await withDaemon(input, (client) => listedBy(client, input, format));
  const entries = listed.entries.sort(order);
  switch (format) {
    case 'json':
      writeJson(terminal, listForPrograms(entries));
      break;
    case 'raw':
      terminal.out.write(rawList(entries));
      break;
    case 'pids':
      terminal.out.write(entries.map(({ pid }) => `${pid ?? 0}\n`).join(''));
      break;
    case 'ids':
      terminal.out.write(`[ ${entries.map(({ id }) => id).join(', ')} ]\n`.replace('  ', ''));
      break;
    case 'pm2':
    case 'pm2-pretty':
      await tellAsPm2(input, listed.infos, entries, format);
      break;
    default:
      terminal.out.write(listTable(entries, terminal.out));
  }
  for (const notice of listed.notices) terminal.err.write(`${notice}\n`);
  if (listed.snapshotDiffers) {
    terminal.err.write('The current apps differ from the saved snapshot. Save them with: opm save\n');
  }
  return EXIT.ok;
}

interface Listed {
  entries: ListEntry[];
  infos: InfoEntry[];
  snapshotDiffers: boolean;
  notices: string[];
}

async function listedBy(client: DaemonClient, { args }: CommandInput, format: string): Promise<Listed> {
  const { entries: all, snapshotDiffers, notices } = await client.call('list', {});
  const entries = args.length === 0 ? all : entriesOf(args, all);
  const wantsInfos = format.startsWith('pm2') && entries.length > 0;
  const targets = entries.map(({ id }) => String(id));
  const infos = wantsInfos ? await client.call('info', { targets }) : [];
  return { entries, infos, snapshotDiffers, notices };
}

function entriesOf(targets: string[], all: readonly ListEntry[]): ListEntry[] {
  const targetable = all.map((entry) => ({ id: entry.id, spec: entry, entry }));
  return resolveTargets(targets, targetable).map(({ entry }) => entry);
}

async function tellAsPm2(
  { terminal, options }: CommandInput,
  infos: readonly InfoEntry[],
  order: readonly ListEntry[],
  format: 'pm2' | 'pm2-pretty',
): Promise<void> {
  const { pm2List, pm2PrettyList } = await import('../report/pm2-list.ts');
  const place = new Map(order.map(({ id }, index) => [id, index]));
  const sorted = [...infos].sort((a, b) => place.get(a.id)! - place.get(b.id)!);
  const list = pm2List(sorted, { showSecrets: options.flag('show'), nowMs: Date.now() });
  terminal.out.write(format === 'pm2' ? `${JSON.stringify(list)}\n` : pm2PrettyList(list));
}

function orderOf(text: string): (a: ListEntry, b: ListEntry) => number {
  const order = sortOrder(text);
  if (order !== null) return order;
  throw usageError(`--sort takes ${SORT_FIELDS.join(', ')}, also with ":desc", not "${text}"`);
}
