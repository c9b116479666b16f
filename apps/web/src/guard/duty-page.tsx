import { Stack, Switch, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { Page as Frame } from '../layout/page';
import { ReachMe } from '../layout/reach-me';
import { Load, Problem } from '../layout/states';
import { isUnreachable } from '../data/problems';
import { capital } from '../words/capital';
import { span, zoneAt } from '../words/time';
import { words } from '../words/words';
import { type GuardProfile, useGuardProfile, useSetDuty } from './guard-profile';
import { OfferAlertChoice } from './offer-alert';
import { Offers } from './offers';
import { FirstJob } from './first-job';
import { useKeepDutyFresh } from './keep-duty-fresh';
import { useCurrentJob } from './positions/guard-shift';
import { PositionState } from './position-state';

export function Page() {
  const profile = useGuardProfile();
  return (
    <Frame title={words('layout.to.duty')}>
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
      {missing !== null ? <Missing what={missing} /> : <DutySwitch profile={profile} />}
      {missing !== null && <FirstJob />}
      {job && (
        <Link to={`/jobs/${job.id}`} className="panel clickable-panel">
          <Text size="sm" c="dimmed">
            {words(job.status === 'in_progress' ? 'guard.duty.onJob' : 'guard.duty.nextJob')}
          </Text>
          <Title order={2} size="h4">
            {job.title}
          </Title>
          <Text size="sm" className="figures">
            {capital(span(job.startTime, job.endTime, zoneAt(job.location)))}
          </Text>
        </Link>
      )}
      <Offers isOnDuty={profile.availabilityStatus !== 'offline'} />
      {profile.availabilityStatus !== 'offline' && <ReachMe name="offers" reason={words('guard.duty.reach')} />}
      <PositionState />
      {missing === null && <FirstJob />}
    </Stack>
  );
}

function missingOf({ licenseNumber, baseLocation, licenseVerifiedAt }: GuardProfile): string | null {
  if (licenseNumber === null || baseLocation === null) return words('guard.duty.enterFirst');
  return licenseVerifiedAt === null ? words('guard.duty.checking') : null;
}

function Missing({ what }: { what: string }) {
  return (
    <div className="panel">
      <Title order={2} size="h4">
        {words('guard.duty.notReady')}
      </Title>
      <Text>{what}</Text>
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
        label={words(isBusy ? 'guard.duty.isBusy' : isOnDuty ? 'guard.duty.isOn' : 'guard.duty.isOff')}
        description={words(isOnDuty ? 'guard.duty.whileOn' : 'guard.duty.whileOff')}
      />
      {isOnDuty && (
        <Stack mt="sm">
          <OfferAlertChoice />
        </Stack>
      )}
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
