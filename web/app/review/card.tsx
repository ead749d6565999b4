// The frame that all cards of the review screen share.
import type { ReactNode } from 'react';

type Props = { readonly title: string; readonly extra?: ReactNode; readonly children: ReactNode; readonly tone?: 'plain' | 'good' | 'bad' | 'odd'; readonly testId?: string };

export function Card({ title, extra, children, tone = 'plain', testId }: Props): ReactNode {
  return (
    <section className={`rcard rcard-${tone}`} data-testid={testId}>
      <header><h4>{title}</h4>{extra}</header>
      {children}
    </section>
  );
}

export function Line({ label, children, strong = false }: { readonly label: string; readonly children: ReactNode; readonly strong?: boolean }): ReactNode {
  return <div className={`line${strong ? ' line-strong' : ''}`}><span>{label}</span><b className="digits">{children}</b></div>;
}
