import { Avatar, Badge, Group, Text, Title } from '@mantine/core';
import { IconShieldCheck, IconStarFilled } from '@tabler/icons-react';
import { CLEARANCES, initialsOf } from '../words/market';
import { useGuardCard } from './job-queries';
import { usePhoto } from './use-photo';
import { words } from '../words/words';

export function GuardCard({ guard }: { guard: { id: string; name: string } }) {
  const card = useGuardCard(guard.id).data;
  const photo = usePhoto(guard.id, card?.hasPhoto ?? false);
  return (
    <section className="panel" aria-label={words('jobs.yourGuard')}>
      <Group wrap="nowrap" gap="md" align="flex-start">
        <Avatar src={photo} size={56} radius="xl" color="signal" variant="light" alt="">
          {initialsOf(guard.name)}
        </Avatar>
        <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <Title order={3} size="h4">
            {guard.name}
          </Title>
          {card && (
            <>
              <Group gap={6} mt={2}>
                <Text size="sm">{CLEARANCES[card.clearanceLevel]}</Text>
                {card.licenseVerified && (
                  <Group gap={4} wrap="nowrap">
                    <IconShieldCheck size={16} aria-hidden color="var(--aegis-on-site)" />
                    <Text size="sm">
                      {card.licenseState
                        ? words('jobs.card.checkedIn', { state: card.licenseState })
                        : words('jobs.card.checked')}
                    </Text>
                  </Group>
                )}
              </Group>
              <Group gap={4} className="figures">
                {card.averageRating !== null && (
                  <>
                    <IconStarFilled size={14} aria-hidden />
                    <Text size="sm">{card.averageRating.toFixed(1)} ·</Text>
                  </>
                )}
                <Text size="sm" c="dimmed">
                  {words('jobs.card.done', { count: card.totalJobsCompleted })}
                </Text>
              </Group>
              <Group gap={6} mt={6}>
                {card.certifications.map((name) => (
                  <Badge key={name} variant="default" tt="none" fw={500}>
                    {name}
                  </Badge>
                ))}
              </Group>
            </>
          )}
        </div>
      </Group>
    </section>
  );
}
