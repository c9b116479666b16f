import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { MessageCategory } from '@aegis/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { categoryWords, isCategory } from './category-words';
import { words } from '../words/words';

interface Wanted {
  token: string;
  category: MessageCategory;
}

/** Behind the # of a mail's link; taken out of the address bar at once. */
function useWanted(): Wanted | null {
  const [wanted] = useState(() => {
    const [, token = '', category = ''] = /^#([\w-]{43})\.([a-z]+)$/.exec(location.hash) ?? [];
    if (!isCategory(category)) return null;
    history.replaceState(history.state, '', location.pathname);
    return { token, category };
  });
  return wanted;
}

/** Ended by a press and not by opening the page: programs that look through mails open every link. */
export function Page() {
  const wanted = useWanted();
  const end = useMutation({ mutationFn: (body: Wanted) => client.notifications.unsubscribe({ body }) });
  return (
    <Frame title={words('account.unsubscribe.title')}>
      <Stack maw={480} gap="md" align="flex-start">
        {end.isSuccess && wanted ? (
          <Alert color="green" title={words('account.unsubscribe.done')} role="status">
            {words('account.unsubscribe.doneHow', { category: categoryWords(wanted.category) })}
          </Alert>
        ) : wanted === null ? (
          <Text>{words('account.unsubscribe.notWhole')}</Text>
        ) : (
          <Button loading={end.isPending} onClick={() => end.mutate(wanted)}>
            {words('account.unsubscribe.stop', { category: categoryWords(wanted.category).toLowerCase() })}
          </Button>
        )}
        {end.error && <Problem error={end.error} />}
        <Button component={Link} to="/account" variant="default">
          {words('account.open')}
        </Button>
      </Stack>
    </Frame>
  );
}
