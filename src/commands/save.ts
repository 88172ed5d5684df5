import type { CommandInput } from '../cli/command.ts';
import { homeOf, withDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode, OpmError } from '../errors.ts';
import { listSnapshots, readSnapshotFile } from '../ledger/snapshot/snapshot.ts';
import type { SnapshotInfo } from '../protocol/intents.ts';
import { writeJson } from '../report/json.ts';
import { renderTable } from '../report/table.ts';
import { counted } from '../report/units.ts';
import { homePaths } from '../runtime/home.ts';

/** `opm save`: writes the snapshot that `opm restore` brings back; `--list` shows the existing generations. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  if (options.flag('list')) return list(input);
  const saved = await withDaemon(input, (client) => client.call('save', {}));
  if (options.flag('json')) {
    writeJson(terminal, saved);
  } else {
    terminal.out.write(
      `Saved ${counted(saved.instances, 'instance')} as generation ${saved.generation}: ${saved.file}\n`,
    );
  }
  return EXIT.ok;
}

/** Reads the files directly: works without a daemon and changes nothing. */
async function list(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const { snapshots: folder } = homePaths(homeOf(input));
  const infos: SnapshotInfo[] = [];
  for (const snapshot of await listSnapshots(folder)) {
    const info = await infoOf(snapshot);
    if (info !== null) infos.push(info);
  }
  if (options.flag('json')) writeJson(terminal, infos);
  else if (infos.length === 0)
    terminal.out.write('Nothing has been saved yet. Save the current apps with: opm save\n');
  else terminal.out.write(renderTable(infos, COLUMNS, terminal.out));
  return infos.some(({ damage }) => damage !== null) ? EXIT.degraded : EXIT.ok;
}

const COLUMNS = [
  { title: 'generation', text: (info: SnapshotInfo) => String(info.generation), align: 'right' as const },
  { title: 'saved at', text: (info: SnapshotInfo) => info.createdAt ?? '-' },
  {
    title: 'instances',
    text: (info: SnapshotInfo) => (info.damage === null ? String(info.instances) : '-'),
    align: 'right' as const,
  },
  {
    title: 'file',
    text: (info: SnapshotInfo) => info.file,
  },
  {
    title: 'state',
    text: (info: SnapshotInfo) => info.damage ?? 'good',
    color: (info: SnapshotInfo) => (info.damage === null ? ('green' as const) : ('red' as const)),
  },
];

/** `null` when it has just been deleted: a save keeps a limited number of generations. */
async function infoOf({
  generation,
  file,
}: {
  generation: number;
  file: string;
}): Promise<SnapshotInfo | null> {
  const bad = { generation, file, createdAt: null, instances: 0 };
  try {
    const found = await readSnapshotFile(file);
    if (found.kind === 'missing') return null;
    if (found.kind === 'damaged') return { ...bad, damage: `damaged: ${found.reason}` };
    const { createdAt, instances } = found.payload;
    return { generation, file, createdAt, instances: instances.length, damage: null };
  } catch (error) {
    if (!(error instanceof OpmError)) throw error;
    return { ...bad, damage: error.message };
  }
}
