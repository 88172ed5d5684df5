import { dirname } from 'node:path';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import type { OpmError } from '../../errors.ts';
import { ownOutput } from '../../runtime/files/own-output.ts';
import type { ProcessTable } from '../../runtime/proc/process-table.ts';
import type { Strays } from '../kin/strays.ts';
import { readyEndpoints } from '../readiness/ready-endpoints.ts';
import { isOfThisMachine } from '../readiness/this-machine.ts';
import { type FindTool, findTool } from '../start/attributes/attribute-tools.ts';
import { GroupLookup } from '../start/attributes/group.ts';
import { type Attributes, planAttributes } from '../start/attributes/plan-attributes.ts';
import { type UserAccount, UserLookup } from '../start/attributes/user.ts';
import { searchPathOf } from '../start/environment.ts';
import type { Ahead } from './ahead.ts';
import { findAccessObstacle } from './preflight-access.ts';
import { type FoundCommand, findCommand } from './preflight-command.ts';
import { cannotStart, type Obstacle } from './preflight-errors.ts';
import { findCwdObstacle, findLogFileObstacle, findLogFolderObstacle } from './preflight-folder.ts';
import { findListenerObstacle } from './preflight-listener.ts';
import { findPortObstacle } from './preflight-port.ts';
import { findReadyLogObstacle } from './preflight-ready-log.ts';
import { findScriptObstacle } from './preflight-script.ts';
import { findStrayObstacle } from './preflight-stray.ts';
import { findWatchObstacle } from './preflight-watch.ts';

/** What a spawn needs to know beyond the spec. */
export interface Clearance extends Attributes {
  /** The executable, absolute; `argv[0]` stays what the spec says. */
  file: string;
  /** The account of the spec's `user`; null when it names none. */
  account: UserAccount | null;
}

export type PreflightResult = ({ ok: true } & Clearance) | { ok: false; error: OpmError };

/** The checks that precede a start. */
export type PreflightChecks = Pick<Preflight, 'check'>;

/**
 * Checks, right before a start, for what would make it fail, to name the real culprit: a spawn in a missing folder
 * reports that the *command* does not exist, and a port in use shows only in the app's own log.
 *
 * Made for one batch of starts. Users, folders and commands are looked up once per batch, ports and log files each
 * time.
 */
export class Preflight {
  readonly #table: ProcessTable;
  readonly #strays: Strays | null;
  readonly #users: UserLookup;
  readonly #groups = new GroupLookup();
  readonly #findTool: FindTool;
  readonly #ownUid: number;
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #ports = new Map<number, Promise<unknown>>();

  /**
   * @param options.table names the process that holds a port
   * @param options.strays what may run besides what the ledger knows
   * @param options.ownUid the user that OPM runs as, where that is not this process's effective user
   */
  constructor(options: {
    table: ProcessTable;
    strays?: Strays | null;
    users?: UserLookup;
    ownUid?: number;
    findTool?: FindTool;
  }) {
    this.#table = options.table;
    this.#strays = options.strays ?? null;
    this.#users = options.users ?? new UserLookup();
    this.#findTool = options.findTool ?? findTool;
    this.#ownUid = options.ownUid ?? process.geteuid?.() ?? 0;
  }

  /**
   * Checks user, attributes, strays, folder, command, script, logs, port and readiness address, in this order. Makes missing log
   * folders (mode 0700).
   *
   * @param options.ahead the check takes place long before the start, while the process it replaces is still running:
   * changes nothing
   * @param options.callerEnv what `buildEnvironment` will be given: `PATH` comes from the app's own environment
   */
  async check(options: {
    spec: InstanceSpec;
    callerEnv: Record<string, string>;
    pluginEnv: Record<string, string>;
    ahead?: Ahead;
  }): Promise<PreflightResult> {
    const { spec, ahead = null } = options;
    const searchPath = searchPathOf(spec, options.callerEnv, options.pluginEnv);
    const found = await this.#examine(spec, searchPath, ahead);
    return 'code' in found ? { ok: false, error: cannotStart(spec, found) } : { ok: true, ...found };
  }

  async #examine(spec: InstanceSpec, searchPath: string, ahead: Ahead | null): Promise<Clearance | Obstacle> {
    const account = spec.user === undefined ? null : await this.#users.find(spec.user);
    const userObstacle = this.#userObstacle(spec, account);
    if (userObstacle !== null) return userObstacle;
    const attributes = await planAttributes({
      ...{ spec, account, ownUid: this.#ownUid, groups: this.#groups, findTool: this.#findTool },
    });
    if ('code' in attributes) return attributes;
    const userIds = [this.#ownUid, attributes.switchedTo ?? this.#ownUid];
    const strayObstacle = this.#strays === null ? null : findStrayObstacle(spec, this.#strays, userIds);
    if (strayObstacle !== null) return strayObstacle;

    const { cwd } = spec;
    const cwdObstacle = await this.#once(`cwd\0${cwd}`, () => findCwdObstacle(cwd));
    if (cwdObstacle !== null) return cwdObstacle;

    const command = spec.argv[0] ?? '';
    const found = await this.#once<FoundCommand>(`command\0${command}\0${cwd}\0${searchPath}`, () =>
      findCommand({ command, cwd, searchPath }),
    );
    if ('obstacle' in found) return found.obstacle;
    const { file } = found;
    if (account !== null && attributes.switchedTo !== null) {
      const accessKey = `access\0${attributes.wrapper.join('\0')}\0${account.uid}\0${cwd}\0${file}`;
      const accessObstacle = await this.#once(accessKey, () =>
        findAccessObstacle({ account, attributes, cwd, file }),
      );
      if (accessObstacle !== null) return accessObstacle;
    }

    const scriptKey = `script\0${spec.argv.join('\0')}\0${cwd}`;
    const lateObstacle =
      (await this.#once(scriptKey, () => findScriptObstacle(spec.argv, cwd))) ??
      (await findWatchObstacle(spec)) ??
      (await this.#logObstacle(spec, ahead)) ??
      findReadyLogObstacle(spec) ??
      (await this.#portObstacle(spec, ahead)) ??
      this.#listenerObstacle(spec, account, ahead);
    if (lateObstacle !== null) return lateObstacle;
    return { file, account, ...attributes };
  }

  #userObstacle({ user }: InstanceSpec, account: UserAccount | null): Obstacle | null {
    if (user === undefined) return null;
    if (account === null) {
      return { code: 'USER_UNUSABLE', message: `this machine has no user "${user}"` };
    }
    if (account.uid === this.#ownUid || this.#ownUid === 0) return null;
    const message = `only root can start processes of the user "${user}", and OPM runs as user id ${this.#ownUid}`;
    return { code: 'USER_UNUSABLE', message };
  }

  async #logObstacle({ logs }: InstanceSpec, ahead: Ahead | null): Promise<Obstacle | null> {
    for (const file of new Set([logs.out, logs.err])) {
      if (ownOutput(file) !== null) continue;
      const folder = dirname(file);
      // First and never synchronously: a network disk that hangs must not hang the daemon.
      const folderObstacle = await this.#once(`logs\0${folder}`, () =>
        findLogFolderObstacle(folder, { make: ahead === null }),
      );
      const obstacle = findLogFileObstacle(file);
      // The folder matters only to a file that has to be made.
      const decisive = obstacle === 'missing' ? folderObstacle : obstacle;
      if (decisive !== null) return decisive;
    }
    return null;
  }

  /** One at a time for each port, or two checks of the same port would take each other for its holder. */
  #portObstacle({ port }: InstanceSpec, ahead: Ahead | null): Promise<Obstacle | null> | null {
    if (port === undefined || ahead?.freedPorts.has(port)) return null;
    const before = this.#ports.get(port) ?? Promise.resolve();
    const answer = before.then(() => findPortObstacle(port, this.#table, ahead));
    this.#ports.set(port, answer);
    return answer;
  }

  /** An answer from before the start would be taken for the app's own. */
  #listenerObstacle(spec: InstanceSpec, account: UserAccount | null, ahead: Ahead | null): Obstacle | null {
    const endpoints = readyEndpoints(spec.ready).filter(
      (endpoint) => isOfThisMachine(endpoint) && !('port' in endpoint && endpoint.port === spec.port),
    );
    if (endpoints.length === 0) return null;
    const table = this.#table;
    const isSibling = (pid: number) => {
      const user = table.userId(pid);
      const isTrusted = user === this.#ownUid || user === account?.uid;
      return isTrusted && table.environmentValue(pid, 'OPM_NAME') === spec.name;
    };
    return findListenerObstacle({ endpoints, table, isSibling, ahead });
  }

  #once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    let answer = this.#answers.get(key) as Promise<Answer> | undefined;
    if (answer === undefined) {
      answer = ask();
      this.#answers.set(key, answer);
    }
    return answer;
  }
}
