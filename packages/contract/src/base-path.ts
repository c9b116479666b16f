/** A file of its own: who needs only this must not load the whole table of endpoints. */
export const API_BASE_PATH = '/api/v1';
