import { TagsInput, type TagsInputProps } from '@mantine/core';
import { SKILLS, skillOf, skillWords } from '../words/market';

type Props = Omit<TagsInputProps, 'data' | 'value' | 'defaultValue' | 'onChange'> & {
  /** As the server has them. */
  value: string[];
  onChange: (skills: string[]) => void;
};

/** Skills, suggested in the language of who chooses them. */
export const SkillsField = ({ value, onChange, ...field }: Props) => (
  <TagsInput
    {...field}
    data={SKILLS.map(skillWords)}
    value={value.map(skillWords)}
    onChange={(said) => onChange(said.map(skillOf))}
  />
);
