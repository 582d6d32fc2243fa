import { Link } from '@remix-run/react'
import { m } from '#messages'
import type { Product } from '#web/server/catalog.ts'
import { type Choice, choicesOf, type Variant } from './variant-choice.ts'

/** Each value is a link to the variant that has it, so that a choice is an address. */
export function VariantChoices({ product, chosen }: { product: Product; chosen: Variant }) {
  if (product.options.length === 0) return null
  return (
    <div className="mt-6 grid gap-5">
      {choicesOf(product, chosen).map(({ name, choices }) => (
        <fieldset key={name}>
          <legend className="mb-2 text-small">
            <span className="font-semibold">{name}</span> <span className="text-soft">{chosen.optionValues[name]}</span>
          </legend>
          <ul className="flex flex-wrap gap-2">
            {choices.map((choice) => (
              <li key={choice.value}>
                <ChoiceLink slug={product.slug} choice={choice} />
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
    </div>
  )
}

const CHIP = 'relative inline-flex min-h-11 items-center overflow-hidden rounded-plate border px-4 text-small font-medium'

function ChoiceLink({ slug, choice: { value, variantId, isChosen, isInStock } }: { slug: string; choice: Choice }) {
  if (variantId === null)
    return (
      <span className={`${CHIP} border-dashed border-stone-deep text-soft`}>
        {value}
        <span className="sr-only"> ({m.shop_product_not_available()})</span>
      </span>
    )
  return (
    <Link
      to={`/p/${slug}?variant=${variantId}`}
      replace
      preventScrollReset
      aria-current={isChosen ? 'true' : undefined}
      className={`${CHIP} ${isChosen ? 'border-ink bg-ink text-paper' : 'border-stone-deep bg-card hover:border-accent hover:text-accent'} ${
        isInStock ? '' : 'line-through decoration-1'
      }`}
    >
      {value}
      {isInStock ? null : <span className="sr-only"> ({m.shop_sold_out()})</span>}
    </Link>
  )
}
