import { Injectable } from '@nestjs/common';
import lookUpZone from '@photostructure/tz-lookup';
import type { Position } from '@aegis/contract';
import { Database } from '../../platform/database/database.js';
import { boolean, text } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';

const DEGREES_PER_HOUR = 15;

const KNOWN = statement({
  takes: [text],
  gives: { isKnown: boolean('EXISTS (SELECT FROM pg_timezone_names WHERE name = $1)') },
  text: (row) => `SELECT ${row}`,
});

/**
 * The zone of a place, from a table that comes with its library. One that the database does not know (its tables can be older)
 * would stop every search that asks for hours: the zone of the meridian takes its place, within an hour or so of it.
 */
@Injectable()
export class TimeZones {
  constructor(private readonly database: Database) {}

  /** An IANA name that the database knows, as `America/Los_Angeles`. */
  async at({ lat, lng }: Position): Promise<string> {
    const zone = lookUpZone(lat, lng);
    const known = await this.database.row(KNOWN, [zone]);
    return known?.isKnown ? zone : zoneOfMeridian(lng);
  }
}

/** East of Greenwich is minus in these names. */
function zoneOfMeridian(lng: number): string {
  const hours = Math.round(lng / DEGREES_PER_HOUR);
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}
