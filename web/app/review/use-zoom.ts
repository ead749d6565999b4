// Zoom and pan of one picture: wheel about the pointer, drag to move, double click to fit again.
import { useCallback, useRef, useState, type PointerEvent, type RefCallback } from 'react';

export type Zoom = { readonly scale: number; readonly x: number; readonly y: number };
const FIT: Zoom = { scale: 1, x: 0, y: 0 };
const MOST = 24;

/** Zoomed by `factor` about a point given from the stage's centre; the picture never leaves the stage. */
export function zoomed({ scale, x, y }: Zoom, factor: number, px: number, py: number): Zoom {
  const next = Math.min(MOST, Math.max(1, scale * factor));
  if (next === 1) return FIT;
  const grown = next / scale;
  return { scale: next, x: px - (px - x) * grown, y: py - (py - y) * grown };
}

type Handlers = { readonly onPointerDown: (event: PointerEvent) => void; readonly onPointerMove: (event: PointerEvent) => void; readonly onPointerUp: () => void; readonly onDoubleClick: () => void };

export function useZoom(): { readonly zoom: Zoom; readonly by: (factor: number) => void; readonly fit: () => void; readonly ref: RefCallback<HTMLElement>; readonly handlers: Handlers } {
  const [zoom, setZoom] = useState<Zoom>(FIT);
  const drag = useRef<{ readonly x: number; readonly y: number } | null>(null);
  // React listens to wheels passively; the page must not scroll while a picture is zoomed.
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      setZoom((now) => zoomed(now, event.deltaY < 0 ? 1.25 : 0.8, event.clientX - left - width / 2, event.clientY - top - height / 2));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);
  const handlers: Handlers = {
    onPointerDown: (event) => {
      drag.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event) => {
      const from = drag.current;
      if (from === null) return;
      drag.current = { x: event.clientX, y: event.clientY };
      setZoom((now) => (now.scale === 1 ? now : { ...now, x: now.x + event.clientX - from.x, y: now.y + event.clientY - from.y }));
    },
    onPointerUp: () => {
      drag.current = null;
    },
    onDoubleClick: () => setZoom(FIT),
  };
  return { zoom, by: (factor) => setZoom((now) => zoomed(now, factor, 0, 0)), fit: () => setZoom(FIT), ref, handlers };
}
