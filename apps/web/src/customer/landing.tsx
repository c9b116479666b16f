import { Anchor, Box, Button, Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCash, IconMapPin, IconShieldCheck } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link } from 'react-router';
import { platformFeeOf } from '@aegis/contract/market-arithmetic';
import { useRules } from '../data/server-config';
import { useSession } from '../data/session';
import type { User } from '../data/session-state';
import { useAnnouncedHeading } from '../layout/heading-focus';
import { usePageTitle } from '../layout/page-title';
import { money } from '../words/money';
import { stepWords } from '../words/rules';
import { richWords, words } from '../words/words';
import classes from './landing.module.css';

/** Explains the service in one screen. Its first words are also in index.html, for before the script has come. */
export function Landing() {
  const { user } = useSession();
  const rules = useRules();
  usePageTitle(words('landing.title'));
  const heading = useAnnouncedHeading();
  return (
    <Box className={classes.page}>
      <Stack gap="lg" className={classes.words}>
        <Title order={1} className={classes.claim} ref={heading} tabIndex={-1}>
          {words('landing.claim')}
        </Title>
        <Text size="lg" c="dimmed">
          {words('landing.how')}
        </Text>
        <Actions user={user} />
      </Stack>
      <Stack gap="md">
        <SimpleGrid cols={1} spacing="md">
          <Step icon={IconMapPin} title={words('landing.place.title')}>
            {words('landing.place.text')}
          </Step>
          <Step icon={IconShieldCheck} title={words('landing.watch.title')}>
            {words('landing.watch.text')}
          </Step>
          <Step icon={IconCash} title={words('landing.pay.title')}>
            {words('landing.pay.text', { steps: stepWords(rules) })}
          </Step>
        </SimpleGrid>
        <PriceExample />
        <Proof />
        <ToRead />
      </Stack>
    </Box>
  );
}

function Actions({ user }: { user: User | null }) {
  const main = {
    customer: { to: '/book', label: words('landing.book') },
    guard: { to: '/duty', label: words('landing.duty') },
    admin: { to: '/admin', label: words('landing.overview') },
    nobody: { to: '/sign-up', label: words('landing.book') },
  }[user?.role ?? 'nobody'];
  return (
    <Group gap="md">
      <Button component={Link} to={main.to} size="lg">
        {main.label}
      </Button>
      {!user && (
        <Button component={Link} to="/sign-up?as=guard" size="lg" variant="default">
          {words('landing.work')}
        </Button>
      )}
    </Group>
  );
}

function Step({
  icon: Icon,
  title,
  children,
}: {
  icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  title: string;
  children: string;
}) {
  return (
    <Group className="panel" wrap="nowrap" align="flex-start" gap="md">
      <ThemeIcon size={44} variant="light">
        <Icon size={24} aria-hidden />
      </ThemeIcon>
      <div>
        <Title order={2} size="h5">
          {title}
        </Title>
        <Text c="dimmed" size="sm">
          {children}
        </Text>
      </div>
    </Group>
  );
}

/** What a buyer looks for before they give a card. */
const Proof = () => (
  <Stack gap={6} component="ul" m={0} pl="md">
    {(['area', 'licence', 'arrival', 'receipt'] as const).map((name) => (
      <Text key={name} component="li" size="sm">
        {words(`landing.proof.${name}`)}
      </Text>
    ))}
  </Stack>
);

const ToRead = () => (
  <Group component="nav" gap="md" aria-label={words('landing.read')}>
    {(['help', 'terms', 'privacy'] as const).map((name) => (
      <Anchor key={name} component={Link} to={`/${name}`} size="sm" underline="always" py={10}>
        {words(`landing.to.${name}`)}
      </Anchor>
    ))}
  </Group>
);

/** The fee is inside the price: nobody is surprised by it. */
function PriceExample() {
  const hourCents = 2500;
  const feeCents = platformFeeOf(hourCents, useRules());
  return (
    <Text size="sm" c="dimmed" className="figures">
      {richWords(
        'landing.price',
        {
          link: (part) => (
            <Anchor href="/api/docs" underline="always">
              {part}
            </Anchor>
          ),
        },
        { hour: money(hourCents), guards: money(hourCents - feeCents), fee: money(feeCents) },
      )}
    </Text>
  );
}
