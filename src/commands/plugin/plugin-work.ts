/** What `opm plugin list`, `check` and `init` do, as functions: plain data in, plain data and text out. */
export { type PluginCheck, type PluginCheckOptions, pluginCheck } from './check-plugin-file.ts';
export { type PluginInit, pluginInit } from './init-plugin.ts';
export { type PluginListing, pluginList } from './listed-plugins.ts';
