import type Stripe from 'stripe';
import type { Acceptance } from '../kernel/acceptance.js';

/**
 * Every parameter of the calls that move money, as the SDK of this version types them: a record that does not compile
 * with one missing or one too many. What would move money otherwise than the double does is refused, not passed over.
 */
type Parameters<P> = Acceptance & Readonly<Record<keyof P, Acceptance[string]>>;

export const PAYMENT_INTENT_CREATE: Parameters<Stripe.PaymentIntentCreateParams> = {
  amount: 'used',
  currency: 'used',
  allowed_payment_method_types: 'used',
  amount_details: 'ignored',
  application_fee_amount: 'refused',
  automatic_payment_methods: 'used',
  capture_method: 'used',
  confirm: 'used',
  confirmation_method: 'ignored',
  confirmation_token: 'refused',
  customer: 'used',
  customer_account: 'ignored',
  description: 'used',
  error_on_requires_action: 'used',
  excluded_payment_method_types: 'ignored',
  expand: 'used',
  hooks: 'ignored',
  mandate: 'ignored',
  mandate_data: 'ignored',
  metadata: 'used',
  off_session: 'used',
  on_behalf_of: 'refused',
  payment_details: 'ignored',
  payment_method: 'used',
  payment_method_configuration: 'ignored',
  payment_method_data: 'used',
  payment_method_options: 'ignored',
  radar_options: 'ignored',
  receipt_email: 'used',
  return_url: 'used',
  setup_future_usage: 'used',
  shipping: 'ignored',
  statement_descriptor: 'used',
  statement_descriptor_suffix: 'used',
  transfer_data: 'refused',
  transfer_group: 'used',
  use_stripe_sdk: 'ignored',
};

export const PAYMENT_INTENT_CONFIRM: Parameters<Stripe.PaymentIntentConfirmParams> = {
  allowed_payment_method_types: 'ignored',
  amount_details: 'ignored',
  amount_to_confirm: 'refused',
  capture_method: 'refused',
  confirmation_token: 'refused',
  error_on_requires_action: 'used',
  excluded_payment_method_types: 'ignored',
  expand: 'used',
  hooks: 'ignored',
  mandate: 'ignored',
  mandate_data: 'ignored',
  off_session: 'used',
  payment_details: 'ignored',
  payment_method: 'used',
  payment_method_data: 'used',
  payment_method_options: 'ignored',
  radar_options: 'ignored',
  receipt_email: 'ignored',
  return_url: 'used',
  setup_future_usage: 'used',
  shipping: 'ignored',
  use_stripe_sdk: 'ignored',
  client_secret: 'used',
  key: 'used',
};

export const PAYMENT_INTENT_CAPTURE: Parameters<Stripe.PaymentIntentCaptureParams> = {
  amount_details: 'ignored',
  amount_to_capture: 'used',
  application_fee_amount: 'refused',
  expand: 'used',
  final_capture: 'refused',
  hooks: 'ignored',
  metadata: 'used',
  payment_details: 'ignored',
  statement_descriptor: 'ignored',
  statement_descriptor_suffix: 'ignored',
  transfer_data: 'refused',
};

export const SETUP_INTENT_CREATE: Parameters<Stripe.SetupIntentCreateParams> = {
  allowed_payment_method_types: 'ignored',
  attach_to_self: 'refused',
  automatic_payment_methods: 'used',
  confirm: 'used',
  confirmation_token: 'refused',
  customer: 'used',
  customer_account: 'ignored',
  description: 'used',
  excluded_payment_method_types: 'ignored',
  expand: 'used',
  flow_directions: 'ignored',
  mandate_data: 'ignored',
  metadata: 'used',
  on_behalf_of: 'refused',
  payment_method: 'used',
  payment_method_configuration: 'ignored',
  payment_method_data: 'used',
  payment_method_options: 'ignored',
  return_url: 'used',
  single_use: 'ignored',
  usage: 'used',
  use_stripe_sdk: 'ignored',
};

export const REFUND_CREATE: Parameters<Stripe.RefundCreateParams> = {
  amount: 'used',
  charge: 'used',
  currency: 'refused',
  customer: 'refused',
  expand: 'used',
  instructions_email: 'ignored',
  metadata: 'used',
  origin: 'refused',
  payment_intent: 'used',
  reason: 'used',
  refund_application_fee: 'refused',
  reverse_transfer: 'refused',
};

export const TRANSFER_CREATE: Parameters<Stripe.TransferCreateParams> = {
  currency: 'used',
  destination: 'used',
  amount: 'used',
  description: 'used',
  expand: 'used',
  metadata: 'used',
  source_transaction: 'used',
  source_type: 'ignored',
  transfer_group: 'used',
};

export const TRANSFER_REVERSAL_CREATE: Parameters<Stripe.TransferCreateReversalParams> = {
  amount: 'used',
  description: 'ignored',
  expand: 'used',
  metadata: 'used',
  refund_application_fee: 'refused',
};
