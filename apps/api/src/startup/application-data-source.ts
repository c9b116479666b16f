import type { DataSource } from 'typeorm';
import { ENTITIES } from '../../database/entities.js';
import { type Connection, openDataSource } from '../platform/database/connection.js';

/** A data source that knows the tables of every feature: the platform knows none, so they are handed to it here. */
export const applicationDataSource = (connection: Connection): DataSource => openDataSource(connection, ENTITIES);
