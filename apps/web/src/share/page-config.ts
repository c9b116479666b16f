/** What the server has written into the page of a link: its map, and the rules of its market. */
export const pageConfig = (): Record<string, unknown> =>
  JSON.parse(document.getElementById('aegis-config')?.textContent ?? '{}') as Record<string, unknown>;

/** After how many minutes without a position a guard is silent; null where the page does not know. */
export function silenceMinutes(): number | null {
  const { rules } = pageConfig() as { rules?: { silenceMinutes?: number } };
  return rules?.silenceMinutes ?? null;
}
