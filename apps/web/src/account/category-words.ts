import type { DeliveryChannel, MessageCategory } from '@aegis/contract';

export const CATEGORY_WORDS: Record<MessageCategory, { label: string; description: string }> = {
  offers: { label: 'Offers', description: 'Jobs that you can accept, for as long as they are open' },
  shift: { label: 'Jobs', description: 'What happens to your jobs, before and during them' },
  money: { label: 'Money', description: 'Receipts, refunds, payouts, and cards that need you' },
  account: { label: 'Account', description: 'Your licence and your account' },
  operations: { label: 'Operations', description: 'What needs somebody at the desk' },
};

export const CHANNEL_WORDS: Record<DeliveryChannel, string> = { push: 'Devices', email: 'E-mail', sms: 'SMS' };
