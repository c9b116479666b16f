import { Avatar, Button, FileButton, Group, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import type { User } from '../data/session-state';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { useGuardCard } from '../jobs/job-queries';
import { usePhoto } from '../jobs/use-photo';
import { initialsOf } from '../words/market';
import { pictureWords } from '../words/rules';
import { words } from '../words/words';

type Card = WireAnswer<typeof api.guards.card>;

export const PICTURES = 'image/jpeg,image/png,image/webp';

/** Who waits for a guard wants to know the face; of a customer it is never asked. */
export function Photo({ user }: { user: User }) {
  const queries = useQueryClient();
  const photo = usePhoto(user.id, useGuardCard(user.id).data?.hasPhoto ?? false);
  const [card, picture] = [
    ['guard-card', user.id],
    ['photo', user.id],
  ];
  const set = useMutation({
    mutationFn: async (file: File) => client.users.setPhoto({ body: new Uint8Array(await file.arrayBuffer()) }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: card });
      void queries.invalidateQueries({ queryKey: picture });
      void say({ title: words('account.photo.saved'), message: words('account.photo.shown') });
    },
  });
  const remove = useMutation({
    mutationFn: () => client.users.removePhoto(),
    onSuccess: () => {
      // Known before the server is asked again: a question for a photo that is gone would be refused.
      queries.setQueryData<Card>(card, (known) => known && { ...known, hasPhoto: false });
      queries.removeQueries({ queryKey: picture });
    },
  });
  const error = set.error ?? remove.error;
  return (
    <section className="panel" aria-label={words('account.photo.section')}>
      <Group wrap="nowrap" gap="md">
        <Avatar src={photo} size={72} radius="xl" color="signal" variant="light" alt="">
          {initialsOf(`${user.firstName} ${user.lastName}`.trim())}
        </Avatar>
        <div>
          <Title order={2} size="h5">
            {words('account.photo.section')}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {words('account.photo.without', { kinds: pictureWords() })}
          </Text>
          <Group gap="xs">
            <FileButton accept={PICTURES} onChange={(file) => file && set.mutate(file)}>
              {(props) => (
                <Button {...props} size="sm" variant="default" loading={set.isPending}>
                  {words(photo === null ? 'account.photo.add' : 'account.photo.change')}
                </Button>
              )}
            </FileButton>
            {photo !== null && (
              <Button size="sm" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
                {words('account.photo.remove')}
              </Button>
            )}
          </Group>
        </div>
      </Group>
      {error && <Problem error={error} />}
    </section>
  );
}
