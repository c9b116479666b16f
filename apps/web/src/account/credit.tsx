import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../data/client';
import { money } from '../words/money';
import { words } from '../words/words';

/** That credit pays first, for whoever has some; nothing for everybody else. */
export function CreditLine() {
  const { data } = useQuery({ queryKey: ['credit'], queryFn: () => client.payments.credit() });
  if (!data || data.availableCents === 0) return null;
  return (
    <Text size="sm" className="figures" mb="sm">
      {words('account.cards.credit', { amount: money(data.availableCents) })}
    </Text>
  );
}
