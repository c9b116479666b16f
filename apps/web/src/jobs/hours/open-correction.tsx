import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { client } from '../../data/client';
import { useRules } from '../../data/server-config';
import { Problem } from '../../layout/states';
import { moment, zoneAt } from '../../words/time';
import type { Job } from '../job-queries';
import { type Correction, useHoursChange } from './hours-query';
import { changeWords, type Reader } from './hours-words';

type Answer = 'agree' | 'decline' | 'withdraw';

const WHO = { customer: 'The customer', guard: 'The guard', admin: 'The administrator' };

/** Other hours that somebody has asked for: the other party answers, who asked may take it back. */
export function OpenCorrection({ job, correction, as }: { job: Job; correction: Correction; as: Reader }) {
  const rules = useRules();
  const answer = useHoursChange(job, (how: Answer) => {
    const call = { params: { id: correction.id }, idempotencyKey: `${correction.id}-${how}` };
    return how === 'decline' ? client.hours.decline({ ...call, body: {} }) : client.hours[how](call);
  });
  const isMine = correction.askedBy === as;
  const isAsked = correction.status === 'asked';
  const give = (how: Answer, label: string, isMain = false) => (
    <Button
      variant={isMain ? 'filled' : 'default'}
      loading={answer.isPending && answer.variables === how}
      onClick={() => answer.mutate(how)}
    >
      {label}
    </Button>
  );
  return (
    <Alert
      color="yellow"
      title={isMine ? 'You asked for other hours' : `${WHO[correction.askedBy]} asks for other hours`}
    >
      <Stack gap="sm">
        <Text className="figures">{changeWords(correction, as, rules)}</Text>
        <Text>“{correction.reason}”</Text>
        <Text size="sm" className="figures">
          {isAsked
            ? `${isMine ? 'They can answer' : 'Answer'} until ${moment(correction.answerBy, zoneAt(job.location))}; without an answer we decide on the evidence.`
            : 'You do not agree on it. We decide on the evidence, and both of you are told.'}
        </Text>
        {answer.error && <Problem error={answer.error} />}
        <Group>
          {isAsked && !isMine && as !== 'admin' && give('agree', 'Agree', true)}
          {isAsked && !isMine && as !== 'admin' && give('decline', 'Do not agree')}
          {isMine && give('withdraw', 'Take it back')}
        </Group>
      </Stack>
    </Alert>
  );
}
