// The audit trail of one case, as the ledger holds it.
import { useEffect, useState, type ReactNode } from 'react';
import type { CaseState } from '../../../domain/case.ts';
import type { AuditKind } from '../../../domain/ledger.ts';
import { historyRow, type HistoryRow } from '../../api/contract.ts';
import { AUDIT } from '../../words/labels.ts';
import { call, caseUrl } from '../api.ts';
import { Card } from '../review/card.tsx';
import { whenText } from '../when.ts';
import { useWords } from '../words.tsx';

const isAudit = (kind: string): kind is AuditKind => Object.hasOwn(AUDIT, kind);
const rows = historyRow.array();

export function HistoryCard({ id, state }: { readonly id: string; readonly state: CaseState }): ReactNode {
  const { w, pick } = useWords();
  const [history, setHistory] = useState<readonly HistoryRow[]>([]);
  useEffect(() => {
    void call(rows, 'GET', caseUrl(id, '/history')).then((answer) => answer.ok && setHistory(answer.value));
  }, [id, state]);
  return (
    <Card title={w('history')} testId="history">
      <ol className="history">
        {history.map(({ seq, at, actor, kind, data }) => (
          <li key={seq} data-kind={kind}>
            <time>{whenText(at)}</time>
            <span><b>{isAudit(kind) ? pick(...AUDIT[kind]) : kind}</b> <small>{actor} {shortly(data)}</small></span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The event's own data, hashes shortened. */
function shortly(data: Readonly<Record<string, unknown>>): string {
  return Object.values(data).map((value) => (typeof value === 'string' && value.length > 24 && /^[0-9a-f]+$/.test(value) ? `${value.slice(0, 8)}…` : String(value))).join(' · ');
}
