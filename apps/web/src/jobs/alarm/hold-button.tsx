import { Button, Progress, Stack } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

const HOLD_MS = 2000;
const STEP_MS = 50;

/** Acts when it is held: a pocket presses buttons too. By keyboard the key is held. */
export function HoldButton({ children, onHeld }: { children: ReactNode; onHeld: () => void }) {
  const [heldMs, setHeldMs] = useState(0);
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const stop = (): void => {
    clearInterval(timer.current);
    timer.current = undefined;
    setHeldMs(0);
  };
  const start = (): void => {
    if (timer.current !== undefined) return;
    const begun = performance.now();
    timer.current = setInterval(() => {
      const held = performance.now() - begun;
      setHeldMs(held);
      if (held < HOLD_MS) return;
      stop();
      onHeld();
    }, STEP_MS);
  };
  useEffect(() => () => clearInterval(timer.current), []);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    start();
  };
  return (
    <Stack gap={4}>
      <Button
        color="red"
        fullWidth
        mih={56}
        onPointerDown={start}
        onPointerUp={stop}
        onPointerLeave={stop}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={onKey}
        onKeyUp={stop}
        onBlur={stop}
        style={{ touchAction: 'none', userSelect: 'none' }}
      >
        {children}
      </Button>
      <Progress value={(heldMs / HOLD_MS) * 100} color="red" size="sm" aria-hidden transitionDuration={0} />
    </Stack>
  );
}
