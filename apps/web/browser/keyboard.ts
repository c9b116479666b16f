import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';

declare global {
  interface Window {
    heard?: string[];
  }
}

export interface Focused {
  role: string;
  name: string;
}

const MOST_STOPS = 80;
const SOON = { timeout: 60_000 };

/** Somebody without a mouse who hears the page: where they are is what the accessibility tree says, and nothing else. */
export class Keyboard {
  private constructor(
    private readonly page: Page,
    private readonly browser: CDPSession,
  ) {}

  /** Before the page is opened: what is said in live regions is heard from the beginning. */
  static async at(page: Page): Promise<Keyboard> {
    await page.addInitScript(() => {
      const heard: string[] = (window.heard = []);
      const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], output';
      const hear = (node: Node): void => {
        const element = node instanceof Element ? node : node.parentElement;
        const regions = [element?.closest(LIVE), ...(element?.querySelectorAll(LIVE) ?? [])];
        for (const region of regions) {
          const words = region?.textContent.trim() ?? '';
          if (words !== '' && heard.at(-1) !== words) heard.push(words);
        }
      };
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes)
          for (const node of addedNodes.length > 0 ? addedNodes : [target]) hear(node);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    return new Keyboard(page, await page.context().newCDPSession(page));
  }

  async focused(): Promise<Focused> {
    // Past the last stop a browser shows itself, and of the page its body is said to be active, which is none.
    const { result } = await this.browser.send('Runtime.evaluate', {
      expression: 'document.activeElement === document.body ? null : document.activeElement',
    });
    if (!result.objectId) return { role: '', name: '' };
    const { nodes } = await this.browser.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: false,
    });
    return { role: String(nodes[0]?.role?.value ?? ''), name: String(nodes[0]?.name?.value ?? '') };
  }

  /** Every stop of the page in order, from where one is until the browser shows itself. */
  async stopsToTheEnd(): Promise<Focused[]> {
    const stops: Focused[] = [];
    while (stops.length < MOST_STOPS) {
      await this.page.keyboard.press('Tab');
      const at = await this.focused();
      if (at.role === '' || at.role === 'RootWebArea') return stops;
      stops.push(at);
    }
    throw new Error(`no end after: ${stops.map(({ role, name }) => `${role} ${name}`).join(', ')}`);
  }

  /** From stop to stop, each of which says what it is. */
  async tabTo(role: string, name: RegExp): Promise<void> {
    const stops: string[] = [];
    for (let count = 0; count < MOST_STOPS; count++) {
      await this.page.keyboard.press('Tab');
      const at = await this.focused();
      if (at.role === role && name.test(at.name)) return;
      // Past the last one a browser shows itself.
      if (at.role !== 'RootWebArea' && at.role !== '') expect(at.name, `a stop after ${stops.join(', ')}`).not.toBe('');
      stops.push(`${at.role} ${at.name}`);
    }
    throw new Error(`no ${role} ${String(name)} among: ${stops.join(', ')}`);
  }

  press = (key: string): Promise<void> => this.page.keyboard.press(key);
  type = (words: string): Promise<void> => this.page.keyboard.type(words);

  async isAt(role: string, name: RegExp): Promise<void> {
    await expect.poll(async () => (await this.focused()).name, SOON).toMatch(name);
    expect((await this.focused()).role).toBe(role);
  }

  async hears(words: RegExp): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => window.heard ?? []), SOON)
      .toContainEqual(expect.stringMatching(words));
  }
}
