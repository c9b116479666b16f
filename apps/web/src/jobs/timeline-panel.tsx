import { Skeleton, Text, Timeline, Title } from '@mantine/core';
import { Load } from '../layout/states';
import { moment, zoneAt } from '../words/time';
import { type Job, useTimeline } from './job-queries';
import { actorWords, eventWords } from './job-words';

/** What happened, the latest first. */
export function TimelinePanel({ job }: { job: Job }) {
  const timeline = useTimeline(job);
  const zone = zoneAt(job.location);
  return (
    <section className="panel" aria-label="Timeline">
      <Title order={3} size="h5" mb="sm">
        Timeline
      </Title>
      <Load from={timeline} skeleton={<Skeleton h={120} role="progressbar" aria-label="The timeline is being read" />}>
        {({ items }) => (
          <Timeline bulletSize={14} lineWidth={2} active={items.length}>
            {items.toReversed().map((event) => (
              <Timeline.Item key={event.id} title={<Text size="sm">{eventWords(event)}</Text>}>
                <Text size="xs" c="dimmed" className="figures">
                  {moment(event.at, zone)} · {actorWords(event)}
                </Text>
              </Timeline.Item>
            ))}
          </Timeline>
        )}
      </Load>
    </section>
  );
}
