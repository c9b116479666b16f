/** As others see somebody; many people have one name. */
export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`.trim();

/** The same in SQL; null where there is nobody. */
export const fullNameSql = (alias: string): string => `btrim(${alias}.first_name || ' ' || ${alias}.last_name)`;
