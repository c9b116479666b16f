/** SQL: where the site of the job `id` is; asked once for all rows that are compared with it. */
export const siteSql = (id: string): string =>
  `(SELECT site.location_coordinates FROM jobs site WHERE site.id = ${id})`;
