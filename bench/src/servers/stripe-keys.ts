export const STRIPE_SECRET_KEY = 'sk_test_bench';
export const STRIPE_WEBHOOK_SECRET = 'whsec_bench';
