/** The further run of a payout period: what failed in one is paid by the next. @example nextRunOf('2026-11-21') === '2026-11-21.2' */
export function nextRunOf(period: string): string {
  const [day = '', run = '1'] = period.split('.')
  return `${day}.${Number(run) + 1}`
}
