import { Stack, Text, Title } from '@mantine/core';
import { moment } from '../../words/time';
import { isolated, words } from '../../words/words';
import { actionWords } from '../audit-words';
import type { JobOnDesk } from './desk-query';

/** What administrators did and read, the latest first. */
export function AuditPanel({ entries }: { entries: JobOnDesk['audit'] }) {
  return (
    <section className="panel" aria-label={words('admin.audit.ofJob')}>
      <Title order={3} size="h5" mb="sm">
        {words('admin.audit.ofJob')}
      </Title>
      <Stack gap={6}>
        {entries.map(({ position, occurredAt, action, actorName }) => (
          <Text key={position} size="sm" className="figures">
            {actionWords(action)}{' '}
            <Text span size="sm" c="dimmed">
              {moment(occurredAt)}
              {actorName !== null && ` · ${isolated(actorName)}`}
            </Text>
          </Text>
        ))}
      </Stack>
    </section>
  );
}
