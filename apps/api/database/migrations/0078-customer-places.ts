import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sites that a customer books again and again, with how the guard gets in. */
export class CustomerPlaces1700000000078 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer_places (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        label text NOT NULL,
        address text NOT NULL,
        location geography(Point,4326) NOT NULL,
        site_radius_meters integer NOT NULL,
        notes text,
        contact_name text,
        contact_phone text,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT customer_places_pkey PRIMARY KEY (id),
        CONSTRAINT customer_places_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT customer_places_site_radius_50_to_500 CHECK (site_radius_meters BETWEEN 50 AND 500),
        CONSTRAINT customer_places_contact_has_name CHECK (contact_phone IS NULL OR contact_name IS NOT NULL)
      )`);
    await runner.query(`CREATE UNIQUE INDEX customer_places_one_of_a_label ON customer_places (user_id, lower(label))`);
    await runner.query(
      `CREATE TRIGGER customer_places_touch_updated_at BEFORE UPDATE ON customer_places
       FOR EACH ROW EXECUTE FUNCTION touch_updated_at()`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE customer_places`);
  }
}
