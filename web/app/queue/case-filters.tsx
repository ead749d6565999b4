// The filters over a list of cases.
import { Group, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CASE_STATES } from '../../../domain/case.ts';
import { OFFENCES } from '../../../domain/violation.ts';
import type { QueueQuery } from '../../api/contract.ts';
import { OFFENCE, STATE } from '../../words/labels.ts';
import { useWords } from '../words.tsx';

const WAITING = ['open', 'in_review', 'second_review'] as const;

export function queryText(query: QueueQuery): string {
  return new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '')).toString();
}

/** The query with one filter set, or taken away. */
function withFilter<K extends keyof QueueQuery>(query: QueueQuery, key: K, value: QueueQuery[K] | undefined): QueueQuery {
  const { [key]: _gone, ...rest } = query;
  return value === undefined ? rest : { ...rest, [key]: value };
}

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | undefined => values.find((candidate) => candidate === value);

type Props = { readonly query: QueueQuery; readonly setQuery: (query: QueueQuery) => void; readonly cameras: readonly string[]; readonly waitingOnly?: boolean };

export function CaseFilters({ query, setQuery, cameras, waitingOnly = false }: Props): ReactNode {
  const { w, pick } = useWords();
  const states = waitingOnly ? WAITING : CASE_STATES;
  return (
    <Group mb="sm" gap="sm">
      <Select placeholder={w('state')} aria-label={w('state')} clearable value={query.state ?? null} data={states.map((state) => ({ value: state, label: pick(...STATE[state]) }))} onChange={(value) => setQuery(withFilter(query, 'state', oneOf(states, value)))} w={210} data-testid="filter-state" />
      <Select placeholder={w('offence')} aria-label={w('offence')} clearable searchable value={query.offence ?? null} data={OFFENCES.map((offence) => ({ value: offence, label: pick(...OFFENCE[offence]) }))} onChange={(value) => setQuery(withFilter(query, 'offence', oneOf(OFFENCES, value)))} w={240} data-testid="filter-offence" />
      <Select placeholder={w('camera')} aria-label={w('camera')} clearable value={query.camera ?? null} data={[...cameras]} onChange={(value) => setQuery(withFilter(query, 'camera', value ?? undefined))} w={210} data-testid="filter-camera" />
      <TextInput placeholder={w('search_plate')} aria-label={w('search_plate')} leftSection={<IconSearch size={15} />} value={query.plate ?? ''} onChange={(event) => setQuery(withFilter(query, 'plate', event.currentTarget.value === '' ? undefined : event.currentTarget.value))} w={180} data-testid="filter-plate" />
    </Group>
  );
}
