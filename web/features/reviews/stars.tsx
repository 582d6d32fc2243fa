import { m } from '#messages'

const STAR = 'M8 1.2l2.1 4.4 4.8.6-3.5 3.3.9 4.8L8 11.9l-4.3 2.4.9-4.8L1.1 6.2l4.8-.6z'

/** Whole stars that somebody gave. */
export function Stars({ stars }: { stars: number }) {
  return (
    <span className="inline-flex" role="img" aria-label={m.trust_stars({ count: stars })}>
      {[1, 2, 3, 4, 5].map((at) => (
        <svg key={at} viewBox="0 0 16 16" className={`size-4 ${at <= stars ? 'fill-ochre' : 'fill-stone-deep'}`} aria-hidden="true">
          <path d={STAR} />
        </svg>
      ))}
    </span>
  )
}

/** Five stars to choose from: radio buttons, so that arrows, screen readers and pages without scripts can. */
export function StarChoice({
  name,
  legend,
  value,
  errors,
}: {
  name: string
  legend: string
  value: string | undefined
  errors?: string[] | undefined
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-small font-semibold">{legend}</legend>
      <div className="star-choice inline-flex flex-row-reverse justify-end">
        {[5, 4, 3, 2, 1].map((at) => (
          <label key={at} className="cursor-pointer p-1.5" title={m.trust_stars({ count: at })}>
            <input type="radio" name={name} value={at} defaultChecked={value === String(at)} className="sr-only" />
            <svg viewBox="0 0 16 16" className="size-8" aria-hidden="true">
              <path d={STAR} />
            </svg>
            <span className="sr-only">{m.trust_stars({ count: at })}</span>
          </label>
        ))}
      </div>
      {errors === undefined || errors.length === 0 ? null : <p className="mt-1.5 text-fine font-medium text-bad">{errors.join(' ')}</p>}
    </fieldset>
  )
}
