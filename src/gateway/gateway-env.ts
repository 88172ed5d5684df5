import type { HttpBindings } from '@hono/node-server';
import type { Visitor } from './access/role.ts';

/** The context of the gateway's handlers. */
export interface GatewayEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The sender; set before every handler of the API. */
    visitor: Visitor;
  };
}
