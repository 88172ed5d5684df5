import { type CheckRestoreContext, definePlugin } from '../../src/plugin.ts';
import { canListen } from './bind-test.ts';
import { type Claim, claimsOf, doubleClaims, judge, type Occupant } from './claims.ts';
import { findHolders, type Holder, userName } from './holders.ts';
import { blocks, type Listener, readListeners } from './listeners.ts';
import { type Options, options } from './options.ts';

/** Before a restore, checks that every port an app claims is free, and reports who holds it otherwise. */
export default definePlugin({
  name: 'port-guard',
  apiVersion: 1,
  options,
  hooks: {
    async checkRestore(ctx) {
      const claims = claimsOf(ctx.apps, ctx.options);
      for (const { port, app, other } of doubleClaims(claims, ctx.apps)) {
        ctx.problem(`port ${port} is claimed by both "${app.name}" and "${other}"`, { app: app.name });
      }
      if (claims.length === 0) return;
      const listeners = readListeners();
      const occupied =
        listeners === null
          ? await occupiedByTrial(claims, ctx)
          : occupiedByTable(claims, listeners, ctx.options.addresses);
      for (const { claim, occupant } of occupied) {
        const verdict = judge(claim, occupant, ctx.apps);
        if (verdict.kind === 'warning') ctx.log.warn(verdict.message);
        if (verdict.kind === 'problem')
          ctx.problem(verdict.message, claim.app ? { app: claim.app.name } : {});
      }
    },
  },
});

interface Occupied {
  claim: Claim;
  occupant: Occupant;
}

function occupiedByTable(
  claims: readonly Claim[],
  listeners: readonly Listener[],
  addresses: readonly string[],
): Occupied[] {
  const taken = claims.flatMap((claim) => {
    const inTheWay = listeners.filter(
      ({ port, address }) =>
        port === claim.port &&
        (addresses.length === 0 || addresses.some((wanted) => blocks(address, wanted))),
    );
    return inTheWay.map((listener) => ({ claim, listener }));
  });
  if (taken.length === 0) return [];
  const holders = findHolders(new Set(taken.map(({ listener }) => listener.inode)));
  const occupied = taken.map(({ claim, listener }) => ({
    claim,
    occupant: occupantOf(listener, holders.get(listener.inode)),
  }));
  return withoutRepeats(occupied);
}

/** A server on `0.0.0.0` and `::` has two sockets; one line is enough. */
function withoutRepeats(occupied: Occupied[]): Occupied[] {
  return occupied.filter(
    ({ claim, occupant }, index) =>
      occupied.findIndex((other) => other.claim === claim && other.occupant.text === occupant.text) === index,
  );
}

function occupantOf(listener: Listener, holder: Holder | undefined): Occupant {
  const user = `user ${userName(listener.uid)}`;
  if (holder === undefined) return { text: `a process of ${user} that cannot be inspected`, app: undefined };
  const others = holder.others > 0 ? ` and ${holder.others} more` : '';
  return { text: `PID ${holder.pid} (${holder.command})${others}, ${user}`, app: holder.app };
}

async function occupiedByTrial(
  claims: readonly Claim[],
  ctx: CheckRestoreContext<Options>,
): Promise<Occupied[]> {
  const occupied: Occupied[] = [];
  for (const claim of claims) {
    const free = await canListen(claim.port, ctx.options.addresses);
    if (free === null) ctx.log.warn(`port ${claim.port} was not checked: this user may not listen on it`);
    if (free === false) {
      const text = 'an unknown process';
      occupied.push({ claim, occupant: { text, app: undefined } });
    }
  }
  return occupied;
}
