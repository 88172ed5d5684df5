import * as v from 'valibot';
import { notThat } from '../schema/problem.ts';
import { flag, text, wholeNumber } from '../schema/schema-values.ts';
import { specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

const HIGHEST_ID = 4_294_967_294;

const CAPABILITY = 'a capability of Linux, like "net_bind_service"';

/** Output: in lower case and without `CAP_`, as setpriv has it. */
const capability = v.pipe(
  v.string(notThat(CAPABILITY)),
  v.regex(/^(CAP_|cap_)?[A-Za-z][A-Za-z_]*$/, notThat(CAPABILITY)),
  v.transform((name) => name.toLowerCase().replace(/^cap_/, '')),
);

/** Which user a process runs as, and what it may do. */
export const userKeys = keyGroup({
  config: {
    user: v.optional(
      v.pipe(
        nameOrId('a user name or id'),
        v.metadata({
          description:
            "User that runs the process; the default is the daemon's own user. Another user gets a small environment " +
            'unless `inheritEnv` says otherwise.',
          examples: ['www-data'],
        }),
      ),
    ),
    group: v.optional(
      v.pipe(
        nameOrId('a group name or id'),
        v.metadata({
          description: 'Group of the process; the default is the first group of `user`. Only for root.',
          examples: ['ssl-cert'],
        }),
      ),
    ),
    groups: v.optional(
      v.pipe(
        v.array(nameOrId('a group name or id'), notThat('a list of groups, like ["ssl-cert"]')),
        v.title('list of strings or numbers'),
        v.metadata({
          description:
            'Supplementary groups of the process; the default is those of `user`, as at a login. Only for ' +
            'root.',
          examples: [['ssl-cert', 'adm']],
        }),
      ),
    ),
    noNewPrivileges: v.optional(
      v.pipe(
        flag,
        v.metadata({
          description:
            'No program that the process runs, such as `sudo`, gets more rights than the process. The default is true for ' +
            'an app that runs as another user than the daemon, otherwise false. Linux only.',
          examples: [true],
        }),
      ),
    ),
    capabilities: v.optional(
      v.pipe(
        v.array(capability, notThat('a list of capabilities, like ["net_bind_service"]')),
        v.title('list of strings'),
        v.metadata({
          description:
            'The only capabilities that the process has or can get. The default is none for an app that runs as another ' +
            "user than the daemon, otherwise the daemon's. Linux only, as root.",
          examples: [['net_bind_service']],
        }),
      ),
    ),
  },
  spec: {
    /** User name or numeric id; absent: the daemon's own user. */
    user: v.optional(specText),
    group: v.optional(specText),
    /** Absent: those of the user. */
    groups: v.optional(v.array(specText)),
    /** Absent: for another user than the daemon's. */
    noNewPrivileges: v.optional(v.boolean()),
    /** Absent: none for another user than the daemon's. */
    capabilities: v.optional(v.array(v.pipe(specText, v.regex(/^[a-z][a-z_]*$/)))),
  },
  resolve: ({ user, group, groups, noNewPrivileges, capabilities }) => ({
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...(groups === undefined ? {} : { groups }),
    ...(noNewPrivileges === undefined ? {} : { noNewPrivileges }),
    ...(capabilities === undefined ? {} : { capabilities }),
  }),
  synonyms: {
    uid: 'user',
    gid: 'group',
    username: 'user',
    supplementaryGroups: 'groups',
    ambientCapabilities: 'capabilities',
    no_new_privileges: 'noNewPrivileges',
  },
});

/** Output: text. A number is an id. */
function nameOrId(what: string) {
  return v.pipe(
    v.union([text(what), wholeNumber(0, HIGHEST_ID)], notThat(what)),
    v.title('string or number'),
    v.transform(String),
  );
}
