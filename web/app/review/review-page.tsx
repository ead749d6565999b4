// The review screen: pictures first, facts beside them, the decision always in reach.
import { Center, Loader, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import type { CaseView } from '../../api/contract.ts';
import { HistoryCard } from '../cases/history-card.tsx';
import { useWords } from '../words.tsx';
import { ContestCard } from './contest-card.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { FactsCard } from './facts-card.tsx';
import { Heading } from './heading.tsx';
import { HoldBanner } from './hold-banner.tsx';
import { LawCard } from './law-card.tsx';
import { NoticeCard } from './notice-card.tsx';
import { OthersCard } from './others-card.tsx';
import { OwnerCard } from './owner-card.tsx';
import { Pictures } from './pictures.tsx';
import { PairingCard } from './pairing-card.tsx';
import { PlateCard } from './plate-card.tsx';
import { ScoreCard } from './score-card.tsx';
import { isWaiting, useCase, type OpenCase } from './use-case.ts';

export function ReviewPage(): ReactNode {
  const { id = '' } = useParams();
  const open = useCase(id);
  const { refused } = useWords();
  if (open.view === null) return <Center h="60vh">{open.failure === null ? <Loader /> : <Text data-testid="case-failure">{refused(open.failure)}</Text>}</Center>;
  return <Review key={id} open={open} view={open.view} />;
}

function Review({ open, view }: { readonly open: OpenCase; readonly view: CaseView }): ReactNode {
  const locked = open.hold.kind !== 'mine';
  const [busyWithDialog, setBusyWithDialog] = useState(false);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const witnesses = view.evidence.items.filter(({ role }) => role === 'before' || role === 'after');
  return (
    <div className={`review${open.hold.kind === 'lost' ? ' review-lost' : ''}`} data-testid="review" data-hold={open.hold.kind} data-state={view.state}>
      <section className="review-left">
        <Heading view={view} />
        <HoldBanner open={open} view={view} />
        <Pictures view={view} keys={!busyWithDialog} seen={({ sha256 }) => setSeen((before) => new Set(before).add(sha256))} />
      </section>
      <aside className="review-right">
        <div className="review-cards">
          {view.contests.length > 0 && <ContestCard view={view} refresh={open.refresh} />}
          {view.others.length > 0 && <OthersCard view={view} />}
          <FactsCard view={view} />
          <PlateCard view={view} locked={locked} put={open.put} />
          {view.pairing !== null && <PairingCard pairing={view.pairing} />}
          <OwnerCard view={view} locked={locked && isWaiting(view.state)} />
          <LawCard law={view.law} />
          {view.notice !== null && <NoticeCard view={view} />}
          <ScoreCard view={view} />
          {!isWaiting(view.state) && <HistoryCard id={view.id} state={view.state} />}
        </div>
        <DecisionBar open={open} view={view} looked={witnesses.length > 0 && witnesses.every(({ sha256 }) => seen.has(sha256))} setBusy={setBusyWithDialog} />
      </aside>
    </div>
  );
}
