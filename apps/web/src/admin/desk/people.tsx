import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { Link } from 'react-router';
import { phoneWords } from '../../words/phone';
import { USER_STATES } from '../user-words';
import type { PersonOfDesk } from './desk-query';

const ICON_PX = 18;

/** E.164 with its extension, as a phone dials it. */
const telephone = (kept: string): string => `tel:${kept}`;

/** Ways to reach somebody. */
export function Contacts({ email, phone }: Pick<PersonOfDesk, 'email' | 'phone'>) {
  return (
    <Stack gap={4} align="flex-start" className="figures">
      {phone === null ? (
        <Text size="sm" c="dimmed">
          No phone number is known
        </Text>
      ) : (
        <Anchor href={telephone(phone)} fw={600}>
          <Group gap={6} wrap="nowrap">
            <IconPhone size={ICON_PX} aria-hidden className="steady" />
            {phoneWords(phone)}
          </Group>
        </Anchor>
      )}
      <Anchor href={`mailto:${email}`} size="sm">
        <Group gap={6} wrap="nowrap" style={{ overflowWrap: 'anywhere' }}>
          <IconMail size={ICON_PX} aria-hidden className="steady" />
          {email}
        </Group>
      </Anchor>
    </Stack>
  );
}

export function PersonPanel({ person, as }: { person: PersonOfDesk; as: 'Customer' | 'Guard' }) {
  return (
    <section className="panel" aria-label={as}>
      <Text size="sm" c="dimmed">
        {as}
        {person.status !== 'active' && ` · ${USER_STATES[person.status].words}`}
      </Text>
      <Title order={3} size="h4" mb={6}>
        <Anchor component={Link} to={`/admin/people/${person.id}`} inherit c="var(--mantine-color-text)">
          {person.name}
        </Anchor>
      </Title>
      <Contacts {...person} />
    </section>
  );
}
