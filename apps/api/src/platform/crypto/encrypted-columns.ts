/** A column of ciphertext; `key` is the SQL that names its row in the associated data. */
export interface EncryptedColumn {
  table: string;
  column: string;
  key: string;
  kind: 'text' | 'bytes';
}

/** Every encrypted column there is: what rotation goes over and the start tries. */
export const ENCRYPTED_COLUMNS: readonly EncryptedColumn[] = [
  { table: 'guard_profiles', column: 'tax_id_encrypted', key: 'user_id', kind: 'text' },
  { table: 'guard_profiles', column: 'background_check_encrypted', key: 'user_id', kind: 'text' },
  { table: 'users', column: 'totp_secret_encrypted', key: 'id', kind: 'text' },
  { table: 'receipt_keys', column: 'private_key_encrypted', key: 'id', kind: 'text' },
  { table: 'user_files', column: 'content', key: 'id', kind: 'bytes' },
  { table: 'export_parts', column: 'content', key: `request_id || '/' || part`, kind: 'bytes' },
];
