import type { WireAnswer, api } from '@aegis/contract';
import { MapView } from '../map/map-view';
import { useNow } from '../words/use-now';
import type { Job, LatestFix } from './job-queries';
import { words } from '../words/words';

const AGE_STEP_MS = 5000;

export function JobMap({
  job,
  fix,
  trail,
  onZoom,
}: {
  job: Job;
  fix: LatestFix | undefined;
  trail: WireAnswer<typeof api.tracking.trail> | undefined;
  onZoom: (zoom: number) => void;
}) {
  const now = useNow(AGE_STEP_MS);
  const isOpen = job.status === 'matched' || job.status === 'in_progress';
  const guard =
    fix && isOpen
      ? {
          position: { lat: fix.lat, lng: fix.lng },
          accuracyMeters: fix.accuracyMeters,
          headingDegrees: (fix.speedMps ?? 0) > 0.5 ? fix.headingDegrees : null,
          ageSeconds: Math.max(0, (now - Date.parse(fix.recordedAt)) / 1000),
        }
      : null;
  return (
    <MapView
      height="var(--map-height)"
      label={words(guard ? 'jobs.site.onMapGuard' : 'jobs.site.onMap', { address: job.locationAddress })}
      site={job.location}
      siteRadiusMeters={job.siteRadiusMeters}
      guard={guard}
      trail={trail?.geometry?.coordinates ?? null}
      onZoom={onZoom}
    />
  );
}
