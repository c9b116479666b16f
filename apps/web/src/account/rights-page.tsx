import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { isSignedOut } from '../data/problems';
import { Page as Frame } from '../layout/page';
import { Empty, Load } from '../layout/states';
import { moment } from '../words/time';
import { CloseAccount } from './close-account';
import { MyData } from './my-data';
import { richWords, words } from '../words/words';

type Standing = WireAnswer<typeof api.users.standing>;

const KEY = ['standing'];

/** What stays to who is suspended, or has closed the account: to know why, their data, and to be erased. */
export function Page() {
  const standing = useQuery({ queryKey: KEY, queryFn: () => client.users.standing(), retry: false, gcTime: 0 });
  if (isSignedOut(standing.error)) return <SignInFirst />;
  return (
    <Load from={standing}>
      {(known) => (
        <Frame title={titleOf(known)}>
          <Stack gap="md">
            <Why standing={known} />
            <MyData />
            {known.erasureDueAt === null && <CloseAccount />}
            <Leave />
          </Stack>
        </Frame>
      )}
    </Load>
  );
}

const titleOf = ({ standing, erasureDueAt }: Standing): string =>
  standing === 'suspended' || erasureDueAt === null
    ? words('account.rights.suspended')
    : words('account.rights.closed');

function suspendedWords({ suspendedAt, reason: written }: Standing): string {
  // The sentence that quotes it has a full stop of its own.
  const reason = written?.trim().replace(/\.$/, '') ?? null;
  const when = suspendedAt === null ? null : moment(suspendedAt);
  if (when === null)
    return reason === null ? words('account.rights.weSuspended') : words('account.rights.weSuspendedFor', { reason });
  return reason === null
    ? words('account.rights.weSuspendedAt', { when })
    : words('account.rights.weSuspendedAtFor', { when, reason });
}

function Why({ standing: known }: { standing: Standing }) {
  const { standing, erasureDueAt } = known;
  return (
    <section className="panel" aria-label={words('account.rights.why')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.rights.why')}
      </Title>
      {standing === 'suspended' && (
        <Text>
          {suspendedWords(known)} {words('account.rights.lasts')}
        </Text>
      )}
      {erasureDueAt !== null && (
        <Text>
          {words(standing === 'suspended' ? 'account.rights.erasedToo' : 'account.rights.erased', {
            when: moment(erasureDueAt),
          })}
        </Text>
      )}
    </section>
  );
}

function Leave() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => client.auth.logout(),
    onSettled: () => {
      queries.removeQueries({ queryKey: KEY });
      void navigate('/');
    },
  });
  return (
    <div>
      <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {words('account.rights.leave')}
      </Button>
    </div>
  );
}

const SignInFirst = () => (
  <Frame title={words('account.rights.can')}>
    <Empty title={words('account.rights.signInFirst')}>
      {richWords('account.rights.signInHow', {
        link: (part) => (
          <Anchor component={Link} to="/sign-in" underline="always">
            {part}
          </Anchor>
        ),
      })}
    </Empty>
  </Frame>
);
