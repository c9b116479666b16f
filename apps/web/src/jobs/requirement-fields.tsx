import { Input, SegmentedControl, TagsInput } from '@mantine/core';
import type { ClearanceLevel } from '@aegis/contract';
import { CLEARANCES, SKILLS } from '../words/market';

export interface Requirements {
  clearance: ClearanceLevel;
  skills: string[];
}

/** The long word of "executive" has no room beside the others on a phone. */
const CHOICES: Record<ClearanceLevel, string> = { ...CLEARANCES, executive: 'Executive' };
// Of a record of all of them: TypeScript gives its keys as strings.
const LEVELS = Object.keys(CHOICES) as ClearanceLevel[];

interface Props {
  value: Requirements;
  onChange: (part: Partial<Requirements>) => void;
}

/** What a guard must be licensed for, and able to do. */
export function RequirementFields({ value: { clearance, skills }, onChange }: Props) {
  return (
    <>
      <Input.Wrapper label="Guard" component="div" size="md">
        <SegmentedControl
          fullWidth
          size="md"
          aria-label="Guard"
          data={LEVELS.map((level) => ({ value: level, label: CHOICES[level] }))}
          value={clearance}
          onChange={(chosen) => onChange({ clearance: chosen })}
        />
      </Input.Wrapper>
      <TagsInput
        label="Skills they must have"
        description="Each one leaves fewer guards"
        data={SKILLS}
        clearable
        value={skills}
        onChange={(chosen) => onChange({ skills: chosen })}
      />
    </>
  );
}
