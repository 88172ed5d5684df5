import { definePlugin } from 'opm/plugin';
import { isWithin } from './window.mjs';

/** A hand-written Standard Schema: one list does not justify a schema library. */
const options = {
  '~standard': {
    version: 1,
    vendor: 'opm-plugin-freeze',
    validate(value) {
      const freezes = value?.freezes;
      if (!Array.isArray(freezes)) return { issues: [{ message: 'must be a list', path: ['freezes'] }] };
      const issues = freezes.flatMap((freeze, index) =>
        ['from', 'to']
          .filter((key) => Number.isNaN(Date.parse(freeze?.[key])))
          .map((key) => ({ message: 'must be an ISO time', path: ['freezes', index, key] })),
      );
      return issues.length > 0 ? { issues } : { value: { freezes } };
    },
  },
};

export default definePlugin({
  name: 'freeze',
  apiVersion: 1,
  options,
  hooks: {
    checkRestore(ctx) {
      const freeze = ctx.options.freezes.find((one) => isWithin(one, new Date()));
      if (freeze === undefined) return;
      for (const app of ctx.apps) {
        if (app.actions.includes('replace')) {
          ctx.problem(`"${app.name}" may not be replaced before ${freeze.to}`, { app: app.name });
        }
      }
    },
    postRestore(ctx) {
      ctx.state.restores = (ctx.state.restores ?? 0) + 1;
      ctx.log.info(`restore number ${ctx.state.restores}: ${ctx.report.replaced.length} replaced`);
    },
  },
});
