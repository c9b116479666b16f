import { Injectable } from '@nestjs/common';
import type { api, Input, SavedPlace, SiteContact } from '@aegis/contract';
import { customerPlaces, users } from '../../../../database/tables.js';
import { Database } from '../../../platform/database/database.js';
import { pointOf, position } from '../../../platform/database/geography.js';
import { pick } from '../../../platform/database/shapes.js';
import { bigint, double, json } from '../../../platform/database/sql-types.js';
import { statement } from '../../../platform/database/statement.js';

export type PlaceForm = Input<typeof api.places.save>['body'];

const PLACE = {
  ...pick(customerPlaces, 'id', 'label', 'address', 'siteRadiusMeters', 'notes'),
  location: position(customerPlaces.location),
  contact: json<SiteContact>().orNull(
    `CASE WHEN contact_name IS NOT NULL THEN json_build_object('name', contact_name, 'phone', contact_phone) END`,
  ),
};

const OF_CUSTOMER = statement({
  takes: [users.id],
  gives: PLACE,
  text: (row) => `SELECT ${row} FROM customer_places WHERE user_id = $1 ORDER BY lower(label), id`,
});

const COUNT = statement({
  takes: [users.id],
  gives: { places: bigint('count(*)') },
  text: (row) => `SELECT ${row} FROM customer_places WHERE user_id = $1`,
});

const FORM = [
  ...([customerPlaces.label, customerPlaces.address, double, double, customerPlaces.siteRadiusMeters] as const),
  ...([customerPlaces.notes, customerPlaces.contactName, customerPlaces.contactPhone] as const),
] as const;

const INSERT = statement({
  takes: [customerPlaces.id, users.id, ...FORM, customerPlaces.createdAt],
  gives: PLACE,
  text: (row) => `
    INSERT INTO customer_places (id, user_id, label, address, location, site_radius_meters, notes, contact_name,
      contact_phone, created_at)
    VALUES ($1, $2, $3, $4, ${pointOf(5, 6)}, $7, $8, $9, $10, $11) RETURNING ${row}`,
});

const CHANGE = statement({
  takes: [customerPlaces.id, users.id, ...FORM],
  gives: PLACE,
  text: (row) => `
    UPDATE customer_places SET label = $3, address = $4, location = ${pointOf(5, 6)}, site_radius_meters = $7,
      notes = $8, contact_name = $9, contact_phone = $10
    WHERE id = $1 AND user_id = $2 RETURNING ${row}`,
});

const REMOVE = statement({
  takes: [customerPlaces.id, users.id],
  text: `DELETE FROM customer_places WHERE id = $1 AND user_id = $2`,
});

@Injectable()
export class SavedPlacesRepository {
  constructor(private readonly database: Database) {}

  /** By their names. */
  ofCustomer(userId: string): Promise<SavedPlace[]> {
    return this.database.rows(OF_CUSTOMER, [userId]);
  }

  async count(userId: string): Promise<number> {
    return (await this.database.row(COUNT, [userId]))?.places ?? 0;
  }

  async insert(id: string, userId: string, form: PlaceForm, at: Date): Promise<SavedPlace | null> {
    return this.database.row(INSERT, [id, userId, ...valuesOf(form), at]);
  }

  /** Null when there is no such place or it is not this person's: the two look alike. */
  change(id: string, userId: string, form: PlaceForm): Promise<SavedPlace | null> {
    return this.database.row(CHANGE, [id, userId, ...valuesOf(form)]);
  }

  /** False when there was none of theirs. */
  async remove(id: string, userId: string): Promise<boolean> {
    return (await this.database.run(REMOVE, [id, userId])) === 1;
  }
}

const valuesOf = ({ label, address, location, siteRadiusMeters, notes, contact }: PlaceForm) =>
  [
    ...([label, address, location.lng, location.lat, siteRadiusMeters, notes] as const),
    ...([contact?.name ?? null, contact?.phone ?? null] as const),
  ] as const;
