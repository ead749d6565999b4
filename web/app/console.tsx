// Which screen stands at which address, and for whom.
import { Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { CameraPage } from './cameras/camera-page.tsx';
import { CamerasPage } from './cameras/cameras-page.tsx';
import { CasesPage } from './cases/cases-page.tsx';
import { ContestsPage } from './cases/contests-page.tsx';
import { DeliveriesPage } from './cases/deliveries-page.tsx';
import { LoginPage } from './login-page.tsx';
import { QueuePage } from './queue/queue-page.tsx';
import { ReviewPage } from './review/review-page.tsx';
import { useSession } from './session.tsx';
import { Shell } from './shell.tsx';

export function Console(): ReactNode {
  const session = useSession();
  if (session.state === 'asking') return <Center h="100vh"><Loader /></Center>;
  if (session.state === 'out') return <LoginPage demo={session.demo} />;
  return <Shell>{session.account.role === 'officer' ? <OfficerScreens /> : <OperatorScreens />}</Shell>;
}

function OfficerScreens(): ReactNode {
  return (
    <Routes>
      <Route path="/" element={<QueuePage />} />
      <Route path="/review/:id" element={<ReviewPage />} />
      <Route path="/cases" element={<CasesPage />} />
      <Route path="/contests" element={<ContestsPage />} />
      <Route path="/deliveries" element={<DeliveriesPage />} />
      <Route path="*" element={<Navigate to="/" replace />} />
    </Routes>
  );
}

function OperatorScreens(): ReactNode {
  return (
    <Routes>
      <Route path="/cameras" element={<CamerasPage />} />
      <Route path="/cameras/:camera" element={<CameraPage />} />
      <Route path="*" element={<Navigate to="/cameras" replace />} />
    </Routes>
  );
}
