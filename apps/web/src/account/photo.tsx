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
import { PICTURE_WORDS } from '../words/rules';

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
      void say({ title: 'Photo saved', message: 'Customers see it once you have accepted their job.' });
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
    <section className="panel" aria-label="Photo">
      <Group wrap="nowrap" gap="md">
        <Avatar src={photo} size={72} radius="xl" color="signal" variant="light" alt="">
          {initialsOf(`${user.firstName} ${user.lastName}`.trim())}
        </Avatar>
        <div>
          <Title order={2} size="h5">
            Photo
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {PICTURE_WORDS}. Where it was taken is removed from it.
          </Text>
          <Group gap="xs">
            <FileButton accept={PICTURES} onChange={(file) => file && set.mutate(file)}>
              {(props) => (
                <Button {...props} size="sm" variant="default" loading={set.isPending}>
                  {photo === null ? 'Add photo' : 'Change photo'}
                </Button>
              )}
            </FileButton>
            {photo !== null && (
              <Button size="sm" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
                Remove photo
              </Button>
            )}
          </Group>
        </div>
      </Group>
      {error && <Problem error={error} />}
    </section>
  );
}
