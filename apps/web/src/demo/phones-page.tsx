import { Anchor, Badge, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { api, WireAnswer } from '@aegis/contract';
import { Fragment } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { isGone } from '../data/problems';
import { Page as Frame } from '../layout/page';
import { Empty, Load } from '../layout/states';
import { pieces } from '../layout/written-pieces';
import { moment } from '../words/time';
import { words } from '../words/words';
import classes from './phones.module.css';

type Phone = WireAnswer<typeof api.phones.list>['items'][number];
type Received = Phone['received'][number];

const POLL_MS = 3000;

/** One person sees what all people of the demo receive, and reads the mails and SMS that nobody sends. */
export function Page() {
  const phones = useQuery({
    queryKey: ['demo-phones'],
    queryFn: ({ signal }) => client.phones.list({ signal }),
    refetchInterval: POLL_MS,
    retry: false,
  });
  return (
    <Frame title={words('demo.phones')} subtitle={words('demo.phones.of')}>
      {isGone(phones.error) ? (
        <Empty title={words('demo.phones.not')}>{words('demo.phones.notWhy')}</Empty>
      ) : (
        <Load
          from={phones}
          skeleton={<Skeleton h={320} role="progressbar" aria-label={words('demo.phones.loading')} />}
        >
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={words('demo.phones.empty')}>{words('demo.phones.emptyWhy')}</Empty>
            ) : (
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
                {items.map((phone) => (
                  <OnePhone key={phone.of} phone={phone} />
                ))}
              </SimpleGrid>
            )
          }
        </Load>
      )}
    </Frame>
  );
}

function OnePhone({ phone: { of, person, received } }: { phone: Phone }) {
  const name = person?.name ?? of;
  return (
    <section className={`panel ${classes['phone']}`} aria-label={name}>
      <Title order={2} size="h5">
        {name}
      </Title>
      {person && (
        <Text size="xs" c="dimmed">
          {words(`demo.role.${person.role}`)} · {of}
        </Text>
      )}
      {/* Reached by the keyboard too, because it scrolls. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as WCAG asks of what scrolls (axe: scrollable-region-focusable) */}
      <div className={classes['received']} role="log" aria-label={name} tabIndex={0}>
        {received.length === 0 && (
          <Text size="sm" c="dimmed">
            {words('demo.phones.none')}
          </Text>
        )}
        <Stack gap="sm">
          {received.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </Stack>
      </div>
    </section>
  );
}

const Item = ({ item: { channel, at, title, text, link } }: { item: Received }) => (
  <article className={classes['item']} data-channel={channel}>
    <Group gap="xs" justify="space-between">
      <Badge variant="default" tt="none">
        {words(`demo.phones.${channel}`)}
      </Badge>
      <Text size="xs" c="dimmed" className="figures">
        {moment(at)}
      </Text>
    </Group>
    {title !== null && (
      <Text size="sm" fw={650}>
        {link === null ? (
          title
        ) : (
          <Anchor component={Link} to={link} inherit>
            {title}
          </Anchor>
        )}
      </Text>
    )}
    <Text size="sm" className={classes['text']}>
      <WithLinks text={text} />
    </Text>
  </article>
);

/** Links of this server can be followed, as in a mail program; nothing else is one. */
function WithLinks({ text }: { text: string }) {
  return pieces(text).map(({ part, href }, index) => (
    <Fragment key={index}>
      {href?.startsWith(`${location.origin}/`) ? (
        <Anchor href={href} underline="always">
          {part}
        </Anchor>
      ) : (
        part
      )}
    </Fragment>
  ));
}
