import '@mantine/dates/styles.css';
import { Alert, Button, Group, NumberInput, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { LICENSE_NUMBER } from '@aegis/contract/limits';
import { rateForPayoutCents } from '@aegis/contract/market-arithmetic';
import { showRefusal, useFirstMistake } from '../layout/first-mistake';
import { useRules } from '../data/server-config';
import { Page as Frame } from '../layout/page';
import { Load, Problem } from '../layout/states';
import { SiteMap } from '../map/map-view';
import { PlaceSearch } from '../map/place-search';
import { SkillsField } from '../layout/skills-field';
import { CLEARANCES } from '../words/market';
import { dayPicker } from '../words/day-picker';
import { money } from '../words/money';
import { words } from '../words/words';
import { type GuardProfile, useGuardProfile, useSaveProfile } from './guard-profile';
import { Papers } from './papers';
import { useFirst } from './use-first';
import { say } from '../layout/messages';
import { WorkingHours } from './working-hours';
import { today } from '../words/now';

const LIKE_STATE = 'CA';
// eslint-disable-next-line aegis/no-hard-coded-words -- the name of a document, which it has in every language
const LIKE_CERTIFICATE = 'BSIS Guard Card';

export function Page() {
  const profile = useGuardProfile();
  // What is being typed must not be replaced by the next answer of the server.
  const first = useFirst(profile.data);
  return (
    <Frame title={words('layout.to.profile')} subtitle={words('guard.profile.who')}>
      <Load from={{ ...profile, data: first }}>
        {(found) => (
          <>
            <LicenceState profile={profile.data ?? found} />
            <ProfileForm profile={found} />
            <WorkingHours profile={{ ...found, baseLocation: (profile.data ?? found).baseLocation }} />
            <Papers />
          </>
        )}
      </Load>
    </Frame>
  );
}

function LicenceState({ profile: { licenseNumber, licenseVerifiedAt, licenseRefusal } }: { profile: GuardProfile }) {
  if (licenseNumber === null) return null;
  if (licenseRefusal)
    return (
      <Alert color="red" title={words('guard.profile.refused')} role="status">
        {words('guard.profile.refusedHow', { reason: licenseRefusal.reason })}
      </Alert>
    );
  return licenseVerifiedAt === null ? (
    <Alert color="yellow" title={words('guard.profile.checking')} role="status">
      {words('guard.profile.checkingHow')}
    </Alert>
  ) : (
    <Alert color="green" title={words('guard.profile.confirmed')} role="status">
      {words('guard.profile.confirmedHow')}
    </Alert>
  );
}

function useProfileForm(profile: GuardProfile) {
  return useForm({
    initialValues: {
      licenseNumber: profile.licenseNumber ?? '',
      licenseState: profile.licenseState ?? '',
      licenseExpiresOn: profile.licenseExpiresOn,
      clearanceLevel: profile.clearanceLevel,
      skills: profile.skills,
      certifications: profile.certifications,
      rate: (profile.hourlyRateCents ?? 2500) / 100,
      address: '',
      baseLocation: profile.baseLocation,
    },
    validate: {
      licenseNumber: (value) => (LICENSE_NUMBER.test(value.trim()) ? null : words('guard.profile.enterNumber')),
      licenseState: (value) => (/^[a-z]{2}$/i.test(value.trim()) ? null : words('guard.profile.enterState')),
      licenseExpiresOn: (value) => (value === null ? words('guard.profile.enterLastDay') : null),
      baseLocation: (value) => (value === null ? words('guard.profile.enterPlace') : null),
    },
  });
}

type ProfileForm = ReturnType<typeof useProfileForm>;

function ProfileForm({ profile }: { profile: GuardProfile }) {
  const form = useProfileForm(profile);
  const save = useSaveProfile();
  const mistake = useFirstMistake();
  const submit = form.onSubmit(({ rate, address: _, baseLocation, licenseExpiresOn, ...rest }) => {
    if (!baseLocation || !licenseExpiresOn) return;
    const body = { ...rest, baseLocation, licenseExpiresOn, hourlyRateCents: Math.round(rate * 100) };
    save.mutate(body, {
      onSuccess: () => void say({ title: words('guard.profile.saved'), message: words('guard.profile.savedHow') }),
      onError: (error) => showRefusal(form, error),
    });
  }, mistake.onMistakes);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Licence form={form} />
        <Work form={form} />
        <Base form={form} />
        {mistake.spoken}
        {save.error && <Problem error={save.error} />}
        <Button type="submit" size="lg" loading={save.isPending}>
          {words('guard.profile.save')}
        </Button>
      </Stack>
    </form>
  );
}

const Licence = ({ form }: { form: ProfileForm }) => (
  <section className="panel" aria-label={words('guard.profile.licence')}>
    <Stack gap="sm">
      <Group align="flex-start" wrap="nowrap">
        <TextInput flex={2} label={words('guard.profile.number')} {...form.getInputProps('licenseNumber')} />
        <TextInput
          flex={1}
          label={words('guard.profile.state')}
          placeholder={LIKE_STATE}
          maxLength={2}
          {...form.getInputProps('licenseState')}
        />
      </Group>
      <DateInput
        size="md"
        label={words('guard.profile.validTo')}
        placeholder={words('guard.profile.chooseDay')}
        {...dayPicker()}
        minDate={today()}
        {...form.getInputProps('licenseExpiresOn')}
      />
      <Select
        label={words('guard.profile.clearance')}
        allowDeselect={false}
        data={Object.entries(CLEARANCES).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('clearanceLevel')}
      />
    </Stack>
  </section>
);

const Work = ({ form }: { form: ProfileForm }) => {
  const rules = useRules();
  return (
    <section className="panel" aria-label={words('guard.profile.work')}>
      <Stack gap="sm">
        <NumberInput
          label={words('guard.profile.rate')}
          description={words('guard.profile.rateHow', {
            price: money(rateForPayoutCents(Math.round(form.values.rate * 100), rules)),
          })}
          prefix="$"
          decimalScale={2}
          fixedDecimalScale
          min={1}
          {...form.getInputProps('rate')}
        />
        <SkillsField
          label={words('guard.profile.skills')}
          value={form.values.skills}
          error={form.errors['skills']}
          onChange={(skills) => form.setFieldValue('skills', skills)}
        />
        <TagsInput
          label={words('guard.profile.certificates')}
          placeholder={form.values.certifications.length === 0 ? LIKE_CERTIFICATE : ''}
          {...form.getInputProps('certifications')}
        />
      </Stack>
    </section>
  );
};

const Base = ({ form }: { form: ProfileForm }) => (
  <section className="panel" aria-label={words('guard.profile.base')}>
    <Stack gap="sm">
      <PlaceSearch
        label={words('guard.profile.startFrom')}
        value={form.values.address}
        error={form.errors['baseLocation']}
        onChange={(text) => form.setFieldValue('address', text)}
        onChoose={({ label, position }) => form.setValues({ address: label, baseLocation: position })}
      />
      <SiteMap
        height={260}
        label={words('guard.profile.map')}
        site={form.values.baseLocation}
        onMoveSite={(position) => form.setFieldValue('baseLocation', position)}
      />
      <Text size="sm" c="dimmed">
        {words('guard.profile.baseHow')}
      </Text>
    </Stack>
  </section>
);
