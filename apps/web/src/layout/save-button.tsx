import { Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import type { FileContent } from '@aegis/contract';
import type { ReactNode } from 'react';
import { saveFile } from '../data/save-file';
import { Problem } from './states';

/** Asks the server for a file and saves it; says what went wrong when there is none. */
export function SaveButton({
  read,
  name,
  children,
  ...button
}: ButtonProps & { read: () => Promise<FileContent>; name: string; children: ReactNode }) {
  const save = useMutation({ mutationFn: async () => saveFile(await read(), name) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={save.isPending}
        onClick={() => save.mutate()}
        {...button}
      >
        {children}
      </Button>
      {save.error && <Problem error={save.error} />}
    </>
  );
}
