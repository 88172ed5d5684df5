/** What `opm plugin list`, `check` and `init` do, as functions: plain data in, plain data and text out. */
export { type PluginCheck, type PluginCheckOptions, pluginCheck } from './plugin/plugin-check.ts';
export { type PluginInit, pluginInit } from './plugin/plugin-init.ts';
export { type PluginListing, pluginList } from './plugin/plugin-list.ts';
