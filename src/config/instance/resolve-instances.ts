import { resolve } from 'node:path';
import { type AppConfig, resolveApp } from '../keys/app-keys.ts';
import type { InstanceOverride } from '../keys/key-group.ts';
import type { InstanceSpec } from './instance-spec.ts';

/**
 * All instances of an app as the rest of OPM knows them. Pure: whether folders, programs and users exist is
 * determined when they are needed.
 *
 * @param options.folder absolute; relative paths start here
 * @param options.home OPM's state folder, absolute
 * @param options.fileEnv the variables from the app's `envFile`
 */
export function resolveInstances(options: {
  app: AppConfig;
  folder: string;
  home: string;
  fileEnv?: Record<string, string>;
  overrides?: readonly InstanceOverride[];
}): InstanceSpec[] {
  const { app, folder, home, fileEnv = {}, overrides = [] } = options;
  const { name, instances, port: firstPort, user } = app;
  const hasUser = user !== undefined;
  return Array.from({ length: instances }, (_, instance) => {
    const override = overrides[instance] ?? {};
    return resolveApp(app, {
      name,
      instance,
      instances,
      firstPort,
      hasUser,
      folder,
      cwd: resolve(folder, app.cwd),
      home,
      fileEnv,
      override,
    });
  });
}
