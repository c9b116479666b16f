import '@mantine/dates/styles.css';
import { Alert, Button, Group, NumberInput, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { LICENSE_NUMBER } from '@aegis/contract/limits';
import { rateForPayoutCents } from '@aegis/contract/market-arithmetic';
import { fieldErrorsOf } from '../data/problems';
import { useRules } from '../data/server-config';
import { Page as Frame } from '../layout/page';
import { Load, Problem } from '../layout/states';
import { MapView } from '../map/map-view';
import { PlaceSearch } from '../map/place-search';
import { CLEARANCES, SKILLS } from '../words/market';
import { money } from '../words/money';
import { type GuardProfile, useGuardProfile, useSaveProfile } from './guard-profile';
import { Papers } from './papers';
import { useFirst } from './use-first';
import { say } from '../layout/messages';
import { WorkingHours } from './working-hours';

export function Page() {
  const profile = useGuardProfile();
  // What is being typed must not be replaced by the next answer of the server.
  const first = useFirst(profile.data);
  return (
    <Frame
      title="Profile"
      subtitle="Customers see your name, clearance, skills and certificates; never your licence number."
    >
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
      <Alert color="red" title="Your papers were not accepted" role="status">
        {licenseRefusal.reason} Correct them below and save, or send a better picture: they are looked at again.
      </Alert>
    );
  return licenseVerifiedAt === null ? (
    <Alert color="yellow" title="Your licence is being checked" role="status">
      An administrator compares it with the state’s register. You are offered jobs as soon as it is confirmed.
    </Alert>
  ) : (
    <Alert color="green" title="Your licence is confirmed" role="status">
      A changed licence or a higher clearance is checked again. Jobs that you hold and no longer fit go to others at
      once.
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
      licenseNumber: (value) =>
        LICENSE_NUMBER.test(value.trim()) ? null : 'Enter the number on your licence, five letters and digits at least',
      licenseState: (value) => (/^[a-z]{2}$/i.test(value.trim()) ? null : 'Two letters, as in CA'),
      licenseExpiresOn: (value) => (value === null ? 'Enter the last day it is valid' : null),
      baseLocation: (value) => (value === null ? 'Choose a place, or click on the map' : null),
    },
  });
}

type ProfileForm = ReturnType<typeof useProfileForm>;

function ProfileForm({ profile }: { profile: GuardProfile }) {
  const form = useProfileForm(profile);
  const save = useSaveProfile();
  const submit = form.onSubmit(({ rate, address: _, baseLocation, licenseExpiresOn, ...rest }) => {
    if (!baseLocation || !licenseExpiresOn) return;
    const body = { ...rest, baseLocation, licenseExpiresOn, hourlyRateCents: Math.round(rate * 100) };
    save.mutate(body, {
      onSuccess: () => void say({ title: 'Profile saved', message: 'New offers follow it from now on.' }),
      onError: (error) => form.setErrors(fieldErrorsOf(error)),
    });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Licence form={form} />
        <Work form={form} />
        <Base form={form} />
        {save.error && <Problem error={save.error} />}
        <Button type="submit" size="lg" loading={save.isPending}>
          Save profile
        </Button>
      </Stack>
    </form>
  );
}

const Licence = ({ form }: { form: ProfileForm }) => (
  <section className="panel" aria-label="Licence">
    <Stack gap="sm">
      <Group grow align="flex-start">
        <TextInput label="Licence number" {...form.getInputProps('licenseNumber')} />
        <TextInput label="State" placeholder="CA" maxLength={2} {...form.getInputProps('licenseState')} />
      </Group>
      <DateInput
        size="md"
        label="Valid to"
        placeholder="Choose the day"
        valueFormat="MMM D, YYYY"
        minDate={new Date()}
        {...form.getInputProps('licenseExpiresOn')}
      />
      <Select
        label="Clearance"
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
    <section className="panel" aria-label="Work">
      <Stack gap="sm">
        <NumberInput
          label="You want to earn, an hour"
          description={`Jobs that pay you less are not offered. A customer pays ${money(rateForPayoutCents(Math.round(form.values.rate * 100), rules))} for it.`}
          prefix="$"
          decimalScale={2}
          fixedDecimalScale
          min={1}
          {...form.getInputProps('rate')}
        />
        <TagsInput label="Skills" data={SKILLS} {...form.getInputProps('skills')} />
        <TagsInput
          label="Certificates"
          placeholder={form.values.certifications.length === 0 ? 'BSIS Guard Card' : ''}
          {...form.getInputProps('certifications')}
        />
      </Stack>
    </section>
  );
};

const Base = ({ form }: { form: ProfileForm }) => (
  <section className="panel" aria-label="Base">
    <Stack gap="sm">
      <PlaceSearch
        label="Where you usually start from"
        value={form.values.address}
        error={form.errors['baseLocation']}
        onChange={(text) => form.setFieldValue('address', text)}
        onChoose={({ label, position }) => form.setValues({ address: label, baseLocation: position })}
      />
      <MapView
        height={260}
        label="Map of your base"
        site={form.values.baseLocation}
        onMoveSite={(position) => form.setFieldValue('baseLocation', position)}
      />
      <Text size="sm" c="dimmed">
        Jobs that start later are searched from here. No customer sees it.
      </Text>
    </Stack>
  </section>
);
