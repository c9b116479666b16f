import { Anchor, Box, Button, Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCash, IconMapPin, IconShieldCheck } from '@tabler/icons-react';
import { type ComponentType, useEffect } from 'react';
import { Link } from 'react-router';
import { platformFeeOf } from '@aegis/contract/market-arithmetic';
import { useRules } from '../data/server-config';
import { useSession } from '../data/session';
import type { User } from '../data/session-state';
import { money } from '../words/money';
import { stepWords } from '../words/rules';
import classes from './landing.module.css';

/** Explains the service in one screen. Its first words are also in index.html, for before the script has come. */
export function Landing() {
  const { user } = useSession();
  const rules = useRules();
  useEffect(() => {
    document.title = 'Aegis: licensed security guards, when you need them';
  }, []);
  return (
    <Box className={classes.page}>
      <Stack gap="lg" className={classes.words}>
        <Title order={1} className={classes.claim}>
          A licensed guard, when and where you need one.
        </Title>
        <Text size="lg" c="dimmed">
          Say where and when. Verified guards near by are asked at once; you see who comes, how far away they are, and
          pay only for the time worked.
        </Text>
        <Actions user={user} />
      </Stack>
      <Stack gap="md">
        <SimpleGrid cols={1} spacing="md">
          <Step icon={IconMapPin} title="Tell us the place">
            An address or a pin on the map, now or later. You see how many guards would come, and the price, before you
            book.
          </Step>
          <Step icon={IconShieldCheck} title="Watch the guard come">
            Every licence is checked by a person. On the way and on site you see where the guard is; their arrival is
            proved by their position.
          </Step>
          <Step icon={IconCash} title="Pay for the time worked">
            {`Your card is held when you book and charged after the job, ${stepWords(rules)}.`}
          </Step>
        </SimpleGrid>
        <PriceExample />
      </Stack>
    </Box>
  );
}

function Actions({ user }: { user: User | null }) {
  const main = {
    customer: { to: '/book', label: 'Book a guard' },
    guard: { to: '/duty', label: 'Go to your duty' },
    admin: { to: '/admin', label: 'Open the overview' },
    nobody: { to: '/sign-up', label: 'Book a guard' },
  }[user?.role ?? 'nobody'];
  return (
    <Group gap="md">
      <Button component={Link} to={main.to} size="lg">
        {main.label}
      </Button>
      {!user && (
        <Button component={Link} to="/sign-up?as=guard" size="lg" variant="default">
          Work as a guard
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

/** The fee is inside the price: nobody is surprised by it. */
function PriceExample() {
  const hourCents = 2500;
  const feeCents = platformFeeOf(hourCents, useRules());
  return (
    <Text size="sm" c="dimmed" className="figures">
      Of {money(hourCents)} an hour the guard gets {money(hourCents - feeCents)}; {money(feeCents)} keep the service
      running.{' '}
      <Anchor href="/api/docs" underline="always">
        Read the interface
      </Anchor>
    </Text>
  );
}
