import { decodeQR } from 'qr/decode.js';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { QrCode } from './qr-code';

/** Pixels of a side of a module, as a camera sees it. */
const SCALE = 4;
const RGBA = 4;

/** What is drawn, in black on white. */
function pictureOf(markup: string): { width: number; height: number; data: Uint8ClampedArray } {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(markup)?.[1]);
  const width = modules * SCALE;
  const data = new Uint8ClampedArray(width * width * RGBA).fill(255);
  for (const [, x, y] of markup.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let down = 0; down < SCALE; down++) {
      const from = ((Number(y) * SCALE + down) * width + Number(x) * SCALE) * RGBA;
      data.fill(0, from, from + SCALE * RGBA);
      for (let pixel = 0; pixel < SCALE; pixel++) data[from + pixel * RGBA + 3] = 255;
    }
  return { width, height: width, data };
}

it.each([
  'otpauth://totp/Aegis:kim%40example.com?issuer=Aegis&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  `otpauth://totp/Aegis:${'a'.repeat(120)}%40example.com?issuer=Aegis&secret=JBSWY3DPEHPK3PXP`,
])('says to a camera what it is given: %s', (content) => {
  const markup = renderToStaticMarkup(<QrCode content={content} label="a code" />);
  expect(decodeQR(pictureOf(markup))).toBe(content);
  expect(markup).not.toMatch(/style=|data:|href/);
});
