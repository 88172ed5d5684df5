import { type BootSpec, daemonCommand, homeLine, MADE_BY, OPEN_FILES, STOP_SECONDS } from './boot-spec.ts';

export const LAUNCHD_LABEL = 'opm';

/**
 * The property list for `LaunchDaemons` (system) or `LaunchAgents` (user): started at once, and restarted on failure.
 */
export function launchdPlist(spec: BootSpec): string {
  const log = `${spec.home}/daemon.log`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!-- ${MADE_BY} -->`,
    `<!-- ${homeLine(spec.home)} -->`,
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...entry('Label', text(LAUNCHD_LABEL)),
    ...entry('ProgramArguments', '<array>', ...daemonCommand(spec).map(text), '</array>'),
    ...entry('EnvironmentVariables', ...dict(Object.entries(spec.env).map(([k, v]) => [k, text(v)]))),
    ...entry('RunAtLoad', '<true/>'),
    ...entry('KeepAlive', ...dict([['SuccessfulExit', '<false/>']])),
    // The apps keep running when the daemon is replaced.
    ...entry('AbandonProcessGroup', '<true/>'),
    ...entry('ExitTimeOut', `<integer>${STOP_SECONDS}</integer>`),
    ...entry('Umask', `<integer>${0o077}</integer>`),
    ...entry('SoftResourceLimits', ...dict([['NumberOfFiles', `<integer>${OPEN_FILES}</integer>`]])),
    ...entry('StandardOutPath', text(log)),
    ...entry('StandardErrorPath', text(log)),
    '</dict>',
    '</plist>',
  ].join('\n')}\n`;
}

function entry(key: string, ...value: string[]): string[] {
  return [`<key>${key}</key>`, ...value];
}

function dict(entries: [string, string][]): string[] {
  return ['<dict>', ...entries.flatMap(([key, value]) => entry(xml(key), value)), '</dict>'];
}

function text(value: string): string {
  return `<string>${xml(value)}</string>`;
}

function xml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
