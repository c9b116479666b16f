import { describe, expect, it } from 'vitest';
import { positionIn } from './typed-position';

describe('a position that is typed', () => {
  it.each([
    ['37.80440, -122.27120', { lat: 37.8044, lng: -122.2712 }],
    ['  37.8044 -122.2712 ', { lat: 37.8044, lng: -122.2712 }],
    ['-33;151', { lat: -33, lng: 151 }],
    ['+90, 180', { lat: 90, lng: 180 }],
  ])('is read of %j', (typed, position) => {
    expect(positionIn(typed)).toEqual(position);
  });

  it.each(['', '37.8044', '1 Quay Street, Oakland', '91, 0', '0, 181', '37,8044, -122,2712', '37.8044, -122.2712, 5'])(
    'is none of %j',
    (typed) => {
      expect(positionIn(typed)).toBeNull();
    },
  );
});
