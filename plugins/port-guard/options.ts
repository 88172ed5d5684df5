import { isIP } from 'node:net';
import * as v from 'valibot';

const port = v.pipe(
  v.number('must be a port number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be a port from 1 to 65535'),
  v.maxValue(65_535, 'must be a port from 1 to 65535'),
);

export const options = v.optional(
  v.strictObject({
    /** Ports that are not checked even if an app claims them. */
    ignorePorts: v.optional(v.array(port), []),
    /** Ports that must be free even if no app names them in the config. */
    extraPorts: v.optional(v.array(port), []),
    /** Local addresses the apps listen on; empty: any of them. */
    addresses: v.optional(
      v.array(
        v.pipe(
          v.string('must be an IP address'),
          v.check((text) => isIP(text) !== 0, 'must be an IP address'),
        ),
      ),
      [],
    ),
  }),
  {},
);

export type Options = v.InferOutput<typeof options>;
