import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import type { WireAnswer, api } from '@aegis/contract';
import { client } from '../data/client';
import { usePolling } from '../data/live';
import { saveFile } from '../data/save-file';
import { useRules } from '../data/server-config';
import { say } from '../layout/messages';
import { Problem } from '../layout/states';
import { moment } from '../words/time';
import { words } from '../words/words';

type ExportRequest = WireAnswer<typeof api.users.exports>['items'][number];
type Format = ExportRequest['format'];

const EXPORTS = ['exports'];
/** Answered to an export that is too large to be waited for. */
const IN_THE_BACKGROUND = 202;

/** Everything held on a person, as a file: at once, or made in the background when there is much of it. */
export function MyData() {
  const queries = useQueryClient();
  const { locationRetentionDays } = useRules();
  const made = useQuery({
    queryKey: EXPORTS,
    queryFn: () => client.users.exports(),
    refetchInterval: usePolling(10_000, false),
  });
  const save = useMutation({
    mutationFn: async (format: Format) => {
      const file = await client.users.exportMe({ query: { format } });
      if (file.status !== IN_THE_BACKGROUND) return saveFile(file, `aegis-my-data.${format}`);
      void say({ title: words('account.data.making'), message: words('account.data.makingHow') });
      await queries.invalidateQueries({ queryKey: EXPORTS });
    },
  });
  const exports = made.data?.items ?? [];
  return (
    <section className="panel" aria-label={words('account.data.section')}>
      <Title order={2} size="h4">
        {words('account.data.section')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words('account.data.what', { days: locationRetentionDays })}
      </Text>
      <Group gap="sm">
        {(['json', 'pdf'] as const).map((format) => (
          <Button
            key={format}
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden />}
            loading={save.isPending && save.variables === format}
            onClick={() => save.mutate(format)}
          >
            {words('account.data.export', { format: format.toUpperCase() })}
          </Button>
        ))}
      </Group>
      {save.error && <Problem error={save.error} />}
      <Stack gap={4} mt={exports.length > 0 ? 'sm' : 0}>
        {exports.map((request) => (
          <Text key={request.id} size="sm" className="figures">
            {words(`account.data.${request.status}`, {
              format: request.format.toUpperCase(),
              when: moment(request.requestedAt),
            })}{' '}
            {request.link !== null && (
              <Anchor href={request.link} download underline="always">
                {words('account.data.save')}
              </Anchor>
            )}
          </Text>
        ))}
      </Stack>
    </section>
  );
}
