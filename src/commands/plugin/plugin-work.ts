/** What `opm plugin list`, `check` and `init` do, as functions: plain data in, plain data and text out. */
export { pluginCheck } from './check-plugin-file.ts';
export { pluginInit } from './init-plugin.ts';
export { pluginList } from './listed-plugins.ts';
