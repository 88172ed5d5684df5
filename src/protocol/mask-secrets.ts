const SECRET_NAME =
  /pass(?:w(?:or)?d|phrase)?(?:_|$)|_pwd$|secret|token|credential|cookie|(?:^|_)(?:auth|key|dsn|salt|pin)(?:_|$)|apikey|privatekey|accesskey/i;
const URL_PASSWORD = /^([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s@/]+)(@)/i;

export const MASK = '********';

/** Whether a variable's name says that its value is a secret: `DB_PASSWORD`, `API_KEY`, `GITHUB_TOKEN`. */
export function looksSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Variables with secret values masked, and with the password masked in values that are URLs with one. */
export function maskSecrets(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      looksSecret(name) && value !== '' ? MASK : value.replace(URL_PASSWORD, `$1${MASK}$3`),
    ]),
  );
}
