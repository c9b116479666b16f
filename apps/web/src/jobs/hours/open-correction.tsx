import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { client } from '../../data/client';
import { useRules } from '../../data/server-config';
import { Problem } from '../../layout/states';
import { moment, zoneAt } from '../../words/time';
import type { Job } from '../job-queries';
import { type Correction, useHoursChange } from './hours-query';
import { changeWords, type Reader } from './hours-words';
import { signHours } from './sign-hours';
import { words } from '../../words/words';

type Answer = 'agree' | 'decline' | 'withdraw';

/** Other hours that somebody has asked for: the other party answers, who asked may take it back. */
export function OpenCorrection({ job, correction, as }: { job: Job; correction: Correction; as: Reader }) {
  const rules = useRules();
  const answer = useHoursChange(job, async (how: Answer) => {
    const call = { params: { id: correction.id }, idempotencyKey: `${correction.id}-${how}` };
    await (how === 'decline' ? client.hours.decline({ ...call, body: {} }) : client.hours[how](call));
    // The hours are agreed to with that. A signature that fails now can be given with the button below.
    if (how === 'agree' && as !== 'admin') await signHours(job.id, as).catch(() => undefined);
  });
  const isMine = correction.askedBy === as;
  const isAsked = correction.status === 'asked';
  const give = (how: Answer, isMain = false) => (
    <Button
      variant={isMain ? 'filled' : 'default'}
      loading={answer.isPending && answer.variables === how}
      disabled={answer.isPending && answer.variables !== how}
      onClick={() => answer.mutate(how)}
    >
      {words(`hours.open.${how}`)}
    </Button>
  );
  return (
    <Alert
      color="yellow"
      title={isMine ? words('hours.open.mine') : words('hours.open.theirs', { by: correction.askedBy })}
    >
      <Stack gap="sm">
        <Text className="figures">{changeWords(correction, as, rules)}</Text>
        <Text>{words('hours.quoted', { text: correction.reason })}</Text>
        <Text size="sm" className="figures">
          {isAsked
            ? words(isMine ? 'hours.open.theyCan' : 'hours.open.answer', {
                time: moment(correction.answerBy, zoneAt(job.location)),
              })
            : words('hours.open.toDecide')}
        </Text>
        {answer.error && <Problem error={answer.error} />}
        <Group>
          {isAsked && !isMine && as !== 'admin' && give('agree', true)}
          {isAsked && !isMine && as !== 'admin' && give('decline')}
          {isMine && give('withdraw')}
        </Group>
      </Stack>
    </Alert>
  );
}
