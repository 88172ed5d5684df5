import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Resource } from '../../config/keys/limits-keys.ts';

/** Numbers of capabilities in linux/capability.h, by their names without `CAP_`. */
const CAPABILITIES =
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service ' +
  'net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin ' +
  'sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override ' +
  'mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore';
const NUMBERS = new Map(CAPABILITIES.split(' ').map((name, number) => [name, number]));

/** Rows of `/proc/self/limits`. */
const ROWS: Record<Resource, string> = {
  nofile: 'Max open files',
  core: 'Max core file size',
  memlock: 'Max locked memory',
  nproc: 'Max processes',
  stack: 'Max stack size',
  fsize: 'Max file size',
};

/** What this process may give to the processes that it starts. */
export interface OwnRights {
  /** Whether it has a capability, by its name without `CAP_`. False for names that the kernel does not know. */
  can(capability: string): boolean;
  /** A number, or `unlimited`. Missing where the system does not tell. */
  hardLimits: Partial<Record<Resource, string>>;
  nice: number;
  oomScore: number;
}

/** Of this process, now. */
export function ownRights(): OwnRights {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(read('status'))?.[1] ?? '0'}`);
  const limits = read('limits');
  return {
    can(capability) {
      const number = NUMBERS.get(capability);
      return number !== undefined && (effective & (1n << BigInt(number))) !== 0n;
    },
    hardLimits: Object.fromEntries(
      Object.entries(ROWS).flatMap(([name, row]) => {
        const hard = new RegExp(`^${row}\\s+\\S+\\s+(\\S+)`, 'm').exec(limits)?.[1];
        return hard === undefined ? [] : [[name, hard]];
      }),
    ),
    nice: os.getPriority(),
    oomScore: Number(read('oom_score_adj') || 0),
  };
}

/** A file of this process in `/proc`; empty where there is none. */
function read(name: string): string {
  try {
    return readFileSync(`/proc/self/${name}`, 'latin1');
  } catch {
    return '';
  }
}
