/** The files of the dashboard by their path. */
export type PageFiles = Record<string, { type: string; text: string }>;

/**
 * Builds the dashboard's files from `dashboard/` when OPM runs from source. The build replaces this module with one
 * that contains them.
 */
export async function pageFiles(): Promise<PageFiles> {
  const { buildPage } = await import('../../../scripts/page.mjs');
  return buildPage();
}
