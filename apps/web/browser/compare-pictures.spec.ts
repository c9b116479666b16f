import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { compared } from './compare-pictures';

type Colour = readonly [red: number, green: number, blue: number];

const PAPER: Colour = [246, 248, 250];
const BLUE: Colour = [31, 86, 211];

/** A page with a square button of 20 pixels. */
function picture(button: Colour, { width = 100, left = 10, ground = PAPER } = {}): Buffer {
  const png = new PNG({ width, height: 100 });
  for (let y = 0; y < png.height; y++)
    for (let x = 0; x < width; x++) {
      const isButton = x >= left && x < left + 20 && y >= 10 && y < 30;
      png.data.set([...(isButton ? button : ground), 255], (y * width + x) * 4);
    }
  return PNG.sync.write(png);
}

describe('two pictures', () => {
  it('are the same when they are', () => {
    expect(compared(picture(BLUE), picture(BLUE)).share).toBe(0);
  });

  it('differ by as much as has another colour', () => {
    expect(compared(picture(BLUE), picture([180, 30, 30])).share).toBe(0.04);
  });

  it('differ by a colour that is a little darker', () => {
    expect(compared(picture(BLUE), picture([20, 62, 160])).share).toBe(0.04);
  });

  it('differ by what has moved', () => {
    const { share, drawn } = compared(picture(BLUE), picture(BLUE, { left: 30 }));
    expect(share).toBe(0.08);
    expect(PNG.sync.read(drawn ?? Buffer.alloc(0))).toMatchObject({ width: 100, height: 100 });
  });

  it('are the same by eye where a pixel is one step lighter', () => {
    expect(compared(picture(BLUE), picture(BLUE, { ground: [247, 248, 250] })).share).toBe(0);
  });

  it('are no two pictures of one page when they are not of one size', () => {
    expect(compared(picture(BLUE), picture(BLUE, { width: 101 }))).toEqual({ share: 1, drawn: null });
  });
});
