import { Button, Stack, Switch, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { Page as Frame } from '../layout/page';
import { ReachMe } from '../layout/reach-me';
import { Load, Problem } from '../layout/states';
import { isUnreachable } from '../data/problems';
import { span, zoneAt } from '../words/time';
import { type GuardProfile, useGuardProfile, useSetDuty } from './guard-profile';
import { Offers } from './offers';
import { useKeepDutyFresh } from './keep-duty-fresh';
import { useCurrentJob } from './positions/guard-shift';
import { PositionState } from './position-state';

export function Page() {
  const profile = useGuardProfile();
  return (
    <Frame title="Duty">
      <Load from={profile}>{(found) => <Duty profile={found} />}</Load>
    </Frame>
  );
}

function Duty({ profile }: { profile: GuardProfile }) {
  const job = useCurrentJob();
  useKeepDutyFresh(profile);
  const missing = missingOf(profile);
  return (
    <Stack gap="md">
      {missing !== null ? <Missing words={missing} /> : <DutySwitch profile={profile} />}
      {profile.availabilityStatus !== 'offline' && <ReachMe name="offers" reason={OFFERS_REASON} />}
      {job && (
        <Link to={`/jobs/${job.id}`} className="panel clickable-panel">
          <Text size="sm" c="dimmed">
            {job.status === 'in_progress' ? 'You are on this job' : 'Your next job'}
          </Text>
          <Title order={2} size="h4">
            {job.title}
          </Title>
          <Text size="sm" className="figures">
            {span(job.startTime, job.endTime, zoneAt(job.location))}
          </Text>
        </Link>
      )}
      <PositionState />
      <Offers isOnDuty={profile.availabilityStatus !== 'offline'} />
    </Stack>
  );
}

const OFFERS_REASON =
  'An offer is open for a minute. It can reach you with this page closed and the phone locked, and you accept it there.';

function missingOf({ licenseNumber, baseLocation, licenseVerifiedAt }: GuardProfile): string | null {
  if (licenseNumber === null || baseLocation === null)
    return 'Enter your licence, rate and base first. Then we check the licence, usually within a day.';
  if (licenseVerifiedAt === null)
    return 'We are checking your licence. You can go on duty as soon as it is confirmed; you need do nothing.';
  return null;
}

function Missing({ words }: { words: string }) {
  return (
    <div className="panel">
      <Title order={2} size="h4">
        Not ready for jobs yet
      </Title>
      <Text mb="sm">{words}</Text>
      <Button component={Link} to="/profile">
        Open my profile
      </Button>
    </div>
  );
}

function DutySwitch({ profile }: { profile: GuardProfile }) {
  const setDuty = useSetDuty();
  const isOnDuty = profile.availabilityStatus !== 'offline';
  const isBusy = profile.availabilityStatus === 'busy';
  return (
    <div className="panel">
      <Switch
        size="lg"
        checked={isOnDuty}
        disabled={setDuty.isPending || isBusy}
        onChange={(event) => setDuty.mutate(event.currentTarget.checked)}
        label={isBusy ? 'You are on a job' : isOnDuty ? 'You are on duty' : 'You are off duty'}
        description={
          isOnDuty
            ? 'Jobs near you are offered here. Only the distance to you is used; no customer sees where you are before you accept.'
            : 'Switch on to be offered jobs near you. Your position is asked for once.'
        }
      />
      {setDuty.error && (
        <Stack mt="sm">
          {setDuty.error.name === 'Error' && !isUnreachable(setDuty.error) ? (
            <Text c="var(--mantine-color-error)" role="alert">
              {setDuty.error.message}
            </Text>
          ) : (
            <Problem error={setDuty.error} />
          )}
        </Stack>
      )}
    </div>
  );
}
