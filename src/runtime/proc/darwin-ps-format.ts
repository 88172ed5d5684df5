import type { ProcessStat } from './process-table.ts';

/** The columns that {@link parsePs} reads, without headings. `lstart` is five words, `comm` comes last. */
export const PS_COLUMNS = 'pid=,ppid=,pgid=,state=,rss=,utime=,time=,lstart=,comm=';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const LINE =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S)\S*\s+(\d+)\s+([\d:.-]+)\s+([\d:.-]+)\s+\w{3}\s+(\w{3})\s+(\d+)\s+(\d+):(\d+):(\d+)\s+(\d{4})\s+(.*)$/s;

/**
 * Parses one line of `ps -o` with {@link PS_COLUMNS}, printed with `LC_ALL=C` and `TZ=UTC0`.
 *
 * @returns `null` when it is not such a line
 */
export function parsePs(line: string): ProcessStat | null {
  const found = LINE.exec(line.trimEnd());
  if (found === null) return null;
  const [, pid, ppid, group, state, rss, user, total, month, day, hour, minute, second, year, comm] = found;
  const startedMs = Date.UTC(
    Number(year),
    MONTHS.indexOf(month!),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const userTicks = ticksOf(user!);
  return {
    pid: Number(pid),
    comm: comm!.slice(comm!.lastIndexOf('/') + 1),
    state: state!,
    ppid: Number(ppid),
    processGroup: Number(group),
    session: Number(group),
    userTicks,
    systemTicks: Math.max(0, ticksOf(total!) - userTicks),
    threads: 1,
    startTicks: startedMs / 10,
    rssBytes: Number(rss) * 1024,
  };
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` in 10 ms units. */
function ticksOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse();
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 100);
}

/**
 * The value of a variable in the output of `ps -E -o command`: the arguments, then `NAME=value` pairs, all separated
 * by spaces, so a value ends at the first space. The last match counts, since an argument may look the same.
 */
export function valueInCommand(command: string, name: string): string | null {
  const start = command.lastIndexOf(` ${name}=`);
  if (start === -1) return null;
  return command.slice(start + name.length + 2).split(/\s/, 1)[0]!;
}
