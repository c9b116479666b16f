import { z } from 'zod';

/** Percent of the price for cancelling when at least so many hours are left to the start. */
export interface CancellationBand {
  fromHours: number;
  percent: number;
}

/** `24:0,12:25,2:50,0:100` as bands, the earliest first; the last must reach down to the start itself. */
export const cancellationBands = z
  .string()
  .regex(/^\d+:\d+(,\d+:\d+)*$/, 'is a list of hours:percent, as in 24:0,12:25,2:50,0:100')
  .transform((text) =>
    text
      .split(',')
      .map((pair) => pair.split(':').map(Number))
      .map(([fromHours = 0, percent = 0]): CancellationBand => ({ fromHours, percent }))
      .sort((a, b) => b.fromHours - a.fromHours),
  )
  .refine((bands) => bands.at(-1)?.fromHours === 0, 'must end with the hours 0')
  .refine((bands) => bands.every(({ percent }) => percent <= 100), 'has a percent above 100');
