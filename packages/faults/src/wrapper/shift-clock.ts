// Loaded before a process of the service (`node --import`), which knows nothing of it: its clock is wrong by CLOCK_SHIFT_MS.

const shiftMs = Number(process.env['CLOCK_SHIFT_MS']);
const trueNow = Date.now;
Date.now = () => trueNow() + shiftMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
});
