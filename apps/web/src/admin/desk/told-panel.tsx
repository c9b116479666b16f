import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { api, WireAnswer } from '@aegis/contract';
import { client } from '../../data/client';
import { Load } from '../../layout/states';
import { moment } from '../../words/time';
import { words } from '../../words/words';
import { roleWords } from '../user-words';

type Told = WireAnswer<typeof api.notifications.ofJob>['items'][number];
type Delivery = Told['deliveries'][number];

/** Who was told what of the job, and whether it reached them. */
export function ToldPanel({ jobId }: { jobId: string }) {
  const told = useQuery({
    queryKey: ['admin', 'told', jobId],
    queryFn: () => client.notifications.ofJob({ params: { id: jobId } }),
  });
  return (
    <section className="panel" aria-label={words('admin.told.title')}>
      <Title order={3} size="h5" mb="sm">
        {words('admin.told.title')}
      </Title>
      <Load from={told}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">{words('admin.told.nobody')}</Text>
          ) : (
            <Stack gap="sm">
              {items.map((message) => (
                <Line key={message.id} message={message} />
              ))}
            </Stack>
          )
        }
      </Load>
    </section>
  );
}

function Line({ message }: { message: Told }) {
  const { title, person, createdAt, deliveries } = message;
  return (
    <div data-testid="told">
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="xs" c="dimmed" className="figures">
        {words('admin.told.to', { person: person.name, role: roleWords(person.role) })} · {moment(createdAt)} ·{' '}
        {seenWords(message)}
        {deliveries.map((delivery) => ` · ${deliveryWords(delivery)}`)}
      </Text>
    </div>
  );
}

function seenWords({ readAt, shownAt }: Told): string {
  if (readAt !== null) return words('admin.told.read', { when: moment(readAt) });
  return shownAt === null ? words('admin.told.notSeen') : words('admin.told.seen', { when: moment(shownAt) });
}

function deliveryWords({ channel, state, failure }: Delivery): string {
  const what = words('admin.told.way', {
    channel: words(`admin.channel.${channel}`),
    state: words(`admin.delivery.${state}`),
  });
  return failure === null ? what : words('admin.told.failure', { what, failure });
}
