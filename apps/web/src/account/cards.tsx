import { Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCreditCard } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { useServerConfig } from '../data/server-config';
import { Load, Problem } from '../layout/states';
import { say } from '../layout/messages';
import { words } from '../words/words';

const CardForm = lazy(() => import('./card-form').then(({ CardForm: component }) => ({ default: component })));

type Card = WireAnswer<typeof api.payments.methods>['items'][number];

/** "Visa ending 4242, valid to 04/2031" */
export const cardWords = ({ brand, last4, expiresMonth, expiresYear }: Card): string =>
  words('account.cards.card', {
    brand: `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`,
    last4,
    month: String(expiresMonth).padStart(2, '0'),
    // As text: a year has no thousands.
    year: String(expiresYear),
  });

export const useCards = () => useQuery({ queryKey: ['cards'], queryFn: () => client.payments.methods() });

export function Cards() {
  const cards = useCards();
  return (
    <Load from={cards} skeleton={<Skeleton h={48} role="progressbar" aria-label={words('account.cards.loading')} />}>
      {({ items }) => (
        <Stack gap="sm">
          {items.map((card) => (
            <CardLine key={card.id} card={card} />
          ))}
          {items.length === 0 && (
            <Text size="sm" c="dimmed">
              {words('account.cards.none')}
            </Text>
          )}
          <AddCard isFirst={items.length === 0} />
        </Stack>
      )}
    </Load>
  );
}

function CardLine({ card }: { card: Card }) {
  const { id, last4, isDefault } = card;
  const queries = useQueryClient();
  const onSettled = (): void => void queries.invalidateQueries({ queryKey: ['cards'] });
  const params = { cardId: id };
  const choose = useMutation({ mutationFn: () => client.payments.chooseCard({ params }), onSettled });
  const remove = useMutation({ mutationFn: () => client.payments.removeCard({ params }), onSettled });
  const error = choose.error ?? remove.error;
  return (
    <Stack gap="xs">
      <Group gap="sm" className="figures" justify="space-between">
        <Group gap="sm" wrap="nowrap">
          <IconCreditCard size={22} aria-hidden />
          <Text size="sm">{cardWords(card)}</Text>
        </Group>
        <Group gap="xs">
          {isDefault ? (
            <Badge variant="light" tt="none" flex="none">
              {words('account.cards.inUse')}
            </Badge>
          ) : (
            <Button
              size="compact-md"
              variant="default"
              loading={choose.isPending}
              onClick={() => choose.mutate()}
              aria-label={words('account.cards.useNamed', { last4 })}
            >
              {words('account.cards.use')}
            </Button>
          )}
          <Button
            size="compact-md"
            variant="subtle"
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
            aria-label={words('account.cards.removeNamed', { last4 })}
          >
            {words('account.remove')}
          </Button>
        </Group>
      </Group>
      {error && <Problem error={error} />}
    </Stack>
  );
}

/** @param isFirst whether there is none yet: the local stand-in for Stripe gives one test card and no more */
export function AddCard({ isFirst, onSaved }: { isFirst: boolean; onSaved?: () => void }) {
  const publishableKey = useServerConfig().stripePublishableKey;
  const queries = useQueryClient();
  const [clientSecret, setClientSecret] = useState<string | null>(null);
  const saved = (): void => {
    setClientSecret(null);
    void queries.invalidateQueries({ queryKey: ['cards'] });
    void say({ title: words('account.cards.saved'), message: words('account.cards.usedNow') });
    onSaved?.();
  };
  const start = useMutation({
    mutationFn: () => client.payments.setup(),
    // The stand-in for Stripe has given the customer a test card already; there is no form to fill in.
    onSuccess: (setup) => (publishableKey === null ? saved() : setClientSecret(setup.clientSecret)),
  });
  if (clientSecret !== null && publishableKey !== null)
    return (
      <Suspense fallback={<Skeleton h={160} />}>
        <CardForm clientSecret={clientSecret} publishableKey={publishableKey} onSaved={saved} />
      </Suspense>
    );
  if (publishableKey === null && !isFirst) return null;
  return (
    <>
      {start.error && <Problem error={start.error} />}
      <Button variant="default" onClick={() => start.mutate()} loading={start.isPending}>
        {words(publishableKey === null ? 'account.cards.addTest' : 'account.cards.add')}
      </Button>
    </>
  );
}
