import { Radio, Stack } from '@mantine/core';
import { Cards, cardWords, useCards } from '../../account/cards';
import { words } from '../../words/words';

interface CardChoiceProps {
  /** Null: the one in use. */
  value: string | null;
  onChange: (cardId: string) => void;
}

/** Which card this booking is held on; where there is one or none, that one or the way to add it. */
export function CardChoice({ value, onChange }: CardChoiceProps) {
  const cards = useCards().data?.items ?? [];
  if (cards.length < 2) return <Cards />;
  const inUse = cards.find(({ isDefault }) => isDefault);
  return (
    <Radio.Group
      label={words('booking.heldOn')}
      value={value ?? inUse?.id ?? ''}
      onChange={onChange}
      description={words('booking.heldHow')}
    >
      <Stack gap="sm" mt="xs" className="figures">
        {cards.map((card) => (
          <Radio
            key={card.id}
            value={card.id}
            label={cardWords(card)}
            {...(card.isDefault && { description: words('account.cards.inUse') })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
