import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link, useRouteError } from 'react-router';
import { Page } from './page';

/** A page that could not be drawn or loaded; mostly a part of an older version that the server does not have any more. */
export function PageFailed() {
  const error = useRouteError();
  const isMissingPart = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <Page title="This page did not open">
      <Text>
        {isMissingPart
          ? 'A part of the application could not be loaded. Your data is safe; load the page again when you have a connection.'
          : 'Something in this page failed. Your data is safe; load it again, and tell us if it stays so.'}
      </Text>
      <Group>
        <Button onClick={() => location.reload()}>Load again</Button>
        <Anchor component={Link} to="/">
          Go to the start
        </Anchor>
      </Group>
    </Page>
  );
}

export function NotFound() {
  return (
    <Page title="There is nothing here" subtitle="The address is wrong, or what was here is not yours to see.">
      <Group>
        <Button component={Link} to="/">
          Go to the start
        </Button>
      </Group>
    </Page>
  );
}
