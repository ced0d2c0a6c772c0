"use client";

import { useEffect, useState } from "react";

const secondsUntil = (time: string | undefined) =>
  time ? Math.max(0, Math.ceil((Date.parse(time) - Date.now()) / 1000)) : 0;

/** @returns the seconds left until an ISO time, ticking; 0 afterwards and without one. */
export function useCountdown(until: string | undefined): number {
  const [left, setLeft] = useState(() => secondsUntil(until));
  useEffect(() => {
    function tick() {
      const now = secondsUntil(until);
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }
    const timer = setInterval(tick, 500);
    tick();
    return () => clearInterval(timer);
  }, [until]);
  return left;
}

/** @returns seconds as a clock shows them: 0:42. */
export const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
