import { Input, SegmentedControl } from '@mantine/core';
import type { ClearanceLevel } from '@aegis/contract';
import { SkillsField } from '../layout/skills-field';
import { CLEARANCES } from '../words/market';
import { words } from '../words/words';
import classes from './job.module.css';

export interface Requirements {
  clearance: ClearanceLevel;
  skills: string[];
}

// Of a record of all of them: TypeScript gives its keys as strings.
const LEVELS = Object.keys(CLEARANCES) as ClearanceLevel[];

/** The long word of "executive" has no room beside the others on a phone. */
const choices = () =>
  LEVELS.map((value) => ({ value, label: value === 'executive' ? words('jobs.executive') : CLEARANCES[value] }));

interface Props {
  value: Requirements;
  onChange: (part: Partial<Requirements>) => void;
}

/** What a guard must be licensed for, and able to do. */
export function RequirementFields({ value: { clearance, skills }, onChange }: Props) {
  return (
    <>
      <Input.Wrapper label={words('jobs.guard')} component="div" size="md">
        <SegmentedControl
          fullWidth
          size="md"
          classNames={{ label: classes['segment'] ?? '' }}
          aria-label={words('jobs.guard')}
          data={choices()}
          value={clearance}
          onChange={(chosen) => onChange({ clearance: chosen })}
        />
      </Input.Wrapper>
      <SkillsField
        label={words('jobs.skills')}
        description={words('jobs.skillsFewer')}
        value={skills}
        onChange={(chosen) => onChange({ skills: chosen })}
      />
    </>
  );
}
