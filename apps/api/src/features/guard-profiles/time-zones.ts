import { Injectable } from '@nestjs/common';
import type { Position } from '@aegis/contract';
import { zoneOfMeridian, zoneOfPlace } from '../../platform/clock/zone-of-place.js';
import { Database } from '../../platform/database/database.js';
import { boolean, text } from '../../platform/database/sql-types.js';
import { statement } from '../../platform/database/statement.js';

const KNOWN = statement({
  takes: [text],
  gives: { isKnown: boolean('EXISTS (SELECT FROM pg_timezone_names WHERE name = $1)') },
  text: (row) => `SELECT ${row}`,
});

/** A zone that the database does not know (its tables can be older still) would stop every search that asks for hours. */
@Injectable()
export class TimeZones {
  constructor(private readonly database: Database) {}

  /** An IANA name that the database knows, as `America/Los_Angeles`. */
  async at(place: Position): Promise<string> {
    const zone = zoneOfPlace(place);
    const known = await this.database.row(KNOWN, [zone]);
    return known?.isKnown ? zone : zoneOfMeridian(place.lng);
  }
}
