import { expect, it } from 'vitest';
import { mailOf } from './mail-template.js';

const LINKS = { openUrl: 'https://aegis.example/jobs/1', stopUrl: 'https://aegis.example/unsubscribe#t.shift' };
const EVIL = `<script>alert("x")</script> & 'Gate'`;

it('says the same in both forms, and what people wrote is text in either', () => {
  const { subject, text, html = '' } = mailOf({ title: EVIL, body: `${EVIL} has ended` }, LINKS, 'en');
  expect(subject).toBe(EVIL);
  for (const link of Object.values(LINKS)) {
    expect(text).toContain(link);
    expect(html).toContain(`href="${link}"`);
  }
  expect(text).toContain(`${EVIL} has ended`);
  expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Gate&#39; has ended');
  expect(html).not.toContain('<script');
});

it('loads nothing from anywhere', () => {
  const { html = '' } = mailOf({ title: 'Gate', body: 'has ended' }, LINKS, 'es');
  expect(html).toContain('<html lang="es">');
  expect(html).not.toMatch(/src=|url\(|@import|<link|<img/i);
});
