import { m } from '#messages'
import { shortDayText } from '#web/ui/format.ts'
import { DAY_MS } from '#worker/pure/time.ts'

/** When something sent today arrives, e.g. `Wed, Nov 25 – Sat, Nov 28`. @param nowMs epoch ms, from the loader */
export function arrivalText(nowMs: number, { daysMin, daysMax }: { daysMin: number; daysMax: number }): string {
  const from = shortDayText(nowMs + daysMin * DAY_MS)
  return daysMin === daysMax ? from : m.checkout_day_range({ from, to: shortDayText(nowMs + daysMax * DAY_MS) })
}
