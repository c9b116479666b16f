import type { DeliveryChannel, MessageCategory } from '@aegis/contract';
import { words } from '../words/words';

const CATEGORIES = ['offers', 'shift', 'money', 'account', 'operations'] as const satisfies readonly MessageCategory[];

export const isCategory = (name: string): name is MessageCategory => CATEGORIES.some((category) => category === name);

export const categoryWords = (category: MessageCategory): string => words(`account.category.${category}`);
export const categoryMeaning = (category: MessageCategory): string => words(`account.category.${category}.what`);
export const channelWords = (channel: DeliveryChannel): string => words(`account.channel.${channel}`);
