/** The files of the dashboard by their path. */
export type PageFiles = Record<string, { type: string; text: string }>;

/**
 * Makes the files of the dashboard from `dashboard/`, for OPM that runs from source. The build puts a module in the
 * place of this one that has them in it.
 */
export async function pageFiles(): Promise<PageFiles> {
  const { buildPage } = await import('../../../scripts/page.mjs');
  return buildPage();
}
