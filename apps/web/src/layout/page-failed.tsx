import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link, useRouteError } from 'react-router';
import { words } from '../words/words';
import { Page } from './page';

/** A page that could not be drawn or loaded; mostly a part of an older version that the server does not have any more. */
export function PageFailed() {
  const error = useRouteError();
  const isMissingPart = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <Page title={words('layout.failed.title')}>
      <Text>{words(isMissingPart ? 'layout.failed.part' : 'layout.failed.text')}</Text>
      <Group>
        <Button onClick={() => location.reload()}>{words('layout.failed.again')}</Button>
        <Anchor component={Link} to="/">
          {words('layout.failed.start')}
        </Anchor>
      </Group>
    </Page>
  );
}

export function NotFound() {
  return (
    <Page title={words('layout.missing.title')} subtitle={words('layout.missing.text')}>
      <Group>
        <Button component={Link} to="/">
          {words('layout.failed.start')}
        </Button>
      </Group>
    </Page>
  );
}
