import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../data/client';
import { useUser } from '../data/session';
import { money } from '../words/money';
import { words } from '../words/words';

/** That credit pays first, for whoever has some; nothing for everybody else, as for an operator who books for somebody. */
export function CreditLine() {
  const { role } = useUser();
  const enabled = role === 'customer';
  const { data } = useQuery({ queryKey: ['credit'], queryFn: () => client.payments.credit(), enabled });
  if (!data || data.availableCents === 0) return null;
  return (
    <Text size="sm" className="figures" mb="sm">
      {words('account.cards.credit', { amount: money(data.availableCents) })}
    </Text>
  );
}
