import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { MessageCategory } from '@aegis/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { client } from '../data/client';
import { Page as Frame } from '../layout/page';
import { Problem } from '../layout/states';
import { CATEGORY_WORDS } from './category-words';

interface Wanted {
  token: string;
  category: MessageCategory;
}

const isCategory = (name: string): name is MessageCategory => Object.hasOwn(CATEGORY_WORDS, name);

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
    <Frame title="E-mails">
      <Stack maw={480} gap="md" align="flex-start">
        {end.isSuccess && wanted ? (
          <Alert color="green" title="No more of these e-mails" role="status">
            {CATEGORY_WORDS[wanted.category].label}: nothing is mailed any more. Your account has all other ways.
          </Alert>
        ) : wanted === null ? (
          <Text>This link is not whole. Open it again from the mail, or choose in your account.</Text>
        ) : (
          <Button loading={end.isPending} onClick={() => end.mutate(wanted)}>
            No more e-mails: {CATEGORY_WORDS[wanted.category].label.toLowerCase()}
          </Button>
        )}
        {end.error && <Problem error={end.error} />}
        <Button component={Link} to="/account" variant="default">
          Open my account
        </Button>
      </Stack>
    </Frame>
  );
}
