/** Why an instance was restarted. */
export const RESTART_CAUSES = ['crash', 'memory', 'liveness', 'watch', 'cron', 'asked'] as const;

export type RestartCause = (typeof RESTART_CAUSES)[number];
