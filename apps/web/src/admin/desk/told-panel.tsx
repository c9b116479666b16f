import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { api, DeliveryChannel, DeliveryState, WireAnswer } from '@aegis/contract';
import { client } from '../../data/client';
import { Load } from '../../layout/states';
import { moment } from '../../words/time';

type Told = WireAnswer<typeof api.notifications.ofJob>['items'][number];
type Delivery = Told['deliveries'][number];

const CHANNELS: Record<DeliveryChannel, string> = { push: 'device', email: 'e-mail', sms: 'SMS' };
const STATES: Record<DeliveryState, string> = {
  queued: 'waits',
  sending: 'being sent',
  sent: 'sent',
  shown: 'displayed',
  failed: 'failed',
};

/** Who was told what of the job, and whether it reached them. */
export function ToldPanel({ jobId }: { jobId: string }) {
  const told = useQuery({
    queryKey: ['admin', 'told', jobId],
    queryFn: () => client.notifications.ofJob({ params: { id: jobId } }),
  });
  return (
    <section className="panel" aria-label="Who was told">
      <Title order={2} size="h4" mb="sm">
        Who was told
      </Title>
      <Load from={told}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">Nobody was told anything yet.</Text>
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
        {person.name}, {person.role} · {moment(createdAt)} · {seenWords(message)}
        {deliveries.map((delivery) => ` · ${deliveryWords(delivery)}`)}
      </Text>
    </div>
  );
}

function seenWords({ readAt, shownAt }: Told): string {
  if (readAt !== null) return `read ${moment(readAt)}`;
  return shownAt === null ? 'not seen' : `seen ${moment(shownAt)}`;
}

const deliveryWords = ({ channel, state, failure }: Delivery): string =>
  `${CHANNELS[channel]} ${STATES[state]}${failure === null ? '' : ` (${failure})`}`;
