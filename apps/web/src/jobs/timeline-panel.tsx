import { Skeleton, Text, Timeline, Title } from '@mantine/core';
import { Load } from '../layout/states';
import { moment, zoneAt } from '../words/time';
import { type Job, type TimelineEvent, useTimeline } from './job-queries';
import { actorWords, eventWords } from './job-words';
import { words } from '../words/words';

/** What happened, the latest first. */
export function TimelinePanel({ job }: { job: Job }) {
  const timeline = useTimeline(job);
  const zone = zoneAt(job.location);
  return (
    <section className="panel" aria-label={words('timeline.title')}>
      <Title order={3} size="h5" mb="sm">
        {words('timeline.title')}
      </Title>
      <Load from={timeline} skeleton={<Skeleton h={120} role="progressbar" aria-label={words('timeline.loading')} />}>
        {({ items }) => (
          <Timeline bulletSize={14} lineWidth={2} active={items.length}>
            {items
              .filter(isHappening)
              .toReversed()
              .map((event) => (
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

/** That somebody has written stands where it can be read. */
const isHappening = ({ type }: TimelineEvent): boolean => !type.startsWith('conversation.');
