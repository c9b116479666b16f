import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { intarray } from '@electric-sql/pglite/contrib/intarray';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { postgis } from '@electric-sql/pglite-postgis';

/** Passed at every open: a database made with an extension does not work without its library. */
export const ENGINE_EXTENSIONS = { postgis, btree_gist, intarray, citext, pgcrypto };
