import { DarwinProcessTable } from './darwin-process-table.ts';
import { LinuxProcessTable } from './linux-process-table.ts';
import type { ProcessTable } from './process-table.ts';
import { platformUnsupported } from './process-table-errors.ts';

let table: ProcessTable | undefined;

/**
 * The process table of this machine; one per thread, since it caches what does not change.
 *
 * @throws OpmError `PLATFORM_UNSUPPORTED` (exit 1) on anything but Linux and macOS
 */
export function processTable(): ProcessTable {
  table ??= openProcessTable(process.platform);
  return table;
}

function openProcessTable(platform: string): ProcessTable {
  switch (platform) {
    case 'linux':
      return new LinuxProcessTable();
    case 'darwin':
      return new DarwinProcessTable();
    default:
      throw platformUnsupported(platform);
  }
}
