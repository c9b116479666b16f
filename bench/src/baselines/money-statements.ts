export const PAYER = {
  name: 'payer',
  text: `SELECT email, stripe_customer_id AS customer FROM users WHERE id = $1 AND deleted_at IS NULL`,
};
export const PAYEE = {
  name: 'payee',
  text: `SELECT stripe_account_id AS account FROM users WHERE id = $1 AND deleted_at IS NULL`,
};
export const LINK = { name: 'payer_link', text: `UPDATE users SET stripe_customer_id = $2 WHERE id = $1` };
export const BEGIN = {
  name: 'payment_begin',
  text: `INSERT INTO payments (id, job_id, payer_id, payee_id, payment_type, amount_cents, platform_fee_cents,
           guard_payout_cents, metadata, created_at, paid_out_of)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
};
export const AUTHORIZE = {
  name: 'payment_authorize',
  text: `UPDATE payments SET status = 'authorized', authorized_cents = $2, stripe_payment_intent_id = $3, stripe_charge_id = $4
         WHERE id = $1 AND status = 'pending'`,
};
export const HELD = {
  name: 'payment_held',
  text: `SELECT id, stripe_payment_intent_id AS "intentId" FROM payments
         WHERE job_id = $1 AND payment_type = 'charge' AND status = 'authorized'`,
};
export const CAPTURE = {
  name: 'payment_capture',
  text: `UPDATE payments SET status = 'processing', amount_cents = $2, platform_fee_cents = $3, guard_payout_cents = $4
         WHERE id = $1 AND status = 'authorized'`,
};
export const SUCCEED_CHARGE = {
  name: 'payment_succeed_charge',
  text: `UPDATE payments SET status = 'succeeded', stripe_charge_id = $2, stripe_fee_cents = $3, succeeded_at = $4
         WHERE id = $1 AND status = 'processing'`,
};
export const SEND = {
  name: 'payment_send',
  text: `UPDATE payments SET status = 'processing', metadata = $2 WHERE id = $1 AND status = 'pending'`,
};
export const SUCCEED_PAYOUT = {
  name: 'payment_succeed_payout',
  text: `UPDATE payments SET status = 'succeeded', stripe_transfer_id = $2, succeeded_at = $3
         WHERE id = $1 AND status = 'processing'`,
};
export const BY_ID = { name: 'payment_by_id', text: `SELECT * FROM payments WHERE id = $1` };
