import { Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { Load, Problem } from '../layout/states';
import { moment } from '../words/time';
import { deviceWords } from './device-words';
import { words } from '../words/words';

type Session = WireAnswer<typeof api.auth.sessions>['items'][number];

export function Sessions() {
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => client.auth.sessions() });
  const revoke = useMutation({
    mutationFn: (id: string) => client.auth.revokeSession({ params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <section className="panel" aria-label={words('account.sessions.section')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.sessions.section')}
      </Title>
      <Load
        from={sessions}
        skeleton={<Skeleton h={96} role="progressbar" aria-label={words('account.sessions.loading')} />}
      >
        {({ items }) => (
          <Stack gap="sm">
            {items.map((session) => (
              <SessionLine
                key={session.id}
                session={session}
                isBusy={revoke.isPending && revoke.variables === session.id}
                onRevoke={() => revoke.mutate(session.id)}
              />
            ))}
          </Stack>
        )}
      </Load>
      {revoke.error && <Problem error={revoke.error} />}
    </section>
  );
}

function SessionLine({ session, isBusy, onRevoke }: { session: Session; isBusy: boolean; onRevoke: () => void }) {
  const device = deviceWords(session.device);
  const when = moment(session.lastActiveAt);
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={600}>
          {device}
        </Text>
        <Text size="xs" c="dimmed" className="figures">
          {session.ip === null
            ? words('account.sessions.active', { when })
            : words('account.sessions.activeFrom', { when, ip: session.ip })}
        </Text>
      </div>
      {session.current ? (
        <Badge variant="light" tt="none" flex="none">
          {words('account.sessions.current')}
        </Badge>
      ) : (
        <Button
          size="compact-md"
          variant="default"
          flex="none"
          loading={isBusy}
          onClick={onRevoke}
          aria-label={words('account.sessions.endNamed', { device })}
        >
          {words('layout.signOut')}
        </Button>
      )}
    </Group>
  );
}
