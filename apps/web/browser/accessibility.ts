import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * WCAG 2.2, levels A and AA.
 * @param beneath what an open list lies upon, by its selector: nobody presses it before the list is closed
 */
export async function violations(page: Page, { beneath }: { beneath?: string } = {}): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const axe = new AxeBuilder({ page }).withTags(tags);
  const { violations: found } = await (beneath === undefined ? axe : axe.exclude(beneath)).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}
