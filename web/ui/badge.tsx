export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain'

const TONES: Record<Tone, string> = {
  good: 'bg-good-tint text-good',
  warn: 'bg-warn-tint text-warn',
  bad: 'bg-bad-tint text-bad',
  accent: 'bg-accent-tint text-accent',
  plain: 'bg-stone text-ink',
}

/** A state in a word; the word alone says it, the colour only helps. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: string }) {
  return (
    <span className={`inline-flex items-center rounded-pill px-2.5 py-0.5 text-fine font-semibold sm:whitespace-nowrap ${TONES[tone]}`}>
      {children}
    </span>
  )
}
