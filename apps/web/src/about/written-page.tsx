import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { Page as Frame } from '../layout/page';
import { words } from '../words/words';

interface Props {
  title: string;
  subtitle?: string;
  /** Heading and text of each part. */
  parts: readonly (readonly [heading: string, text: string])[];
}

/** A page to read: of the service, and of nobody's account. */
export function WrittenPage({ title, subtitle, parts }: Props) {
  return (
    <Frame title={title} subtitle={subtitle}>
      <Stack gap="md" maw={680}>
        {parts.map(([heading, text]) => (
          <section key={heading} className="panel">
            <Title order={2} size="h4" mb="xs">
              {heading}
            </Title>
            <Text style={{ whiteSpace: 'pre-line' }}>{text}</Text>
          </section>
        ))}
        <Group component="nav" gap="md" aria-label={words('about.more')}>
          <Anchor component={Link} to="/help" underline="always">
            {words('about.help.title')}
          </Anchor>
          <Anchor component={Link} to="/terms" underline="always">
            {words('about.terms.title')}
          </Anchor>
          <Anchor component={Link} to="/privacy" underline="always">
            {words('about.privacy.title')}
          </Anchor>
        </Group>
      </Stack>
    </Frame>
  );
}
