import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { Link } from 'react-router';
import { phoneAddress, phoneWords } from '../../words/phone';
import { words } from '../../words/words';
import { userStateWords } from '../user-words';
import type { PersonOfDesk } from './desk-query';

const ICON_PX = 18;

/** Ways to reach somebody. */
export function Contacts({ email, phone }: Pick<PersonOfDesk, 'email' | 'phone'>) {
  return (
    <Stack gap={4} align="flex-start" className="figures">
      {phone === null ? (
        <Text size="sm" c="dimmed">
          {words('admin.desk.noPhone')}
        </Text>
      ) : (
        <Anchor href={phoneAddress(phone)} fw={600}>
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

export function PersonPanel({ person, as }: { person: PersonOfDesk; as: 'customer' | 'guard' }) {
  const what = words(`admin.person.${as}`);
  return (
    <section className="panel" aria-label={what}>
      <Text size="sm" c="dimmed">
        {what}
        {person.status !== 'active' && ` · ${userStateWords(person.status)}`}
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
