import { Button, Group, PasswordInput, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../data/client';
import { showRefusal } from '../layout/first-mistake';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { words } from '../words/words';

export function ChangePassword() {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } });
  const change = useMutation({
    mutationFn: (body: typeof form.values) => client.auth.changePassword({ body }),
    onSuccess: () => {
      form.reset();
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      void say({ title: words('account.password.changed'), message: words('account.signedOutElsewhere') });
    },
    onError: (error) => showRefusal(form, error),
  });
  return (
    <section className="panel" aria-label={words('account.password')}>
      <Title order={2} size="h4" mb="sm">
        {words('account.password')}
      </Title>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack gap="sm">
          <PasswordInput
            label={words('account.password.current')}
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={words('account.newPassword')}
            description={words('account.tenCharacters')}
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
          />
          {change.error && <Problem error={change.error} />}
          <Group>
            <Button type="submit" variant="default" loading={change.isPending} disabled={!form.isDirty()}>
              {words('account.password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}
