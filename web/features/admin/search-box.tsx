import { Form } from '@remix-run/react'
import { m } from '#messages'
import { Button } from '#web/ui/button.tsx'
import { Search } from '#web/ui/icons.ts'

/** Searches the list of the page; `keeps` are the parts of the address that stay. */
export function SearchBox({
  label,
  placeholder,
  words,
  keeps = {},
}: {
  label: string
  placeholder: string
  words: string
  keeps?: Record<string, string>
}) {
  return (
    <Form method="get" role="search" className="flex w-full gap-2 sm:w-auto">
      {Object.entries(keeps).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label htmlFor="words" className="sr-only">
        {label}
      </label>
      <input
        id="words"
        key={words}
        name="q"
        type="search"
        defaultValue={words}
        placeholder={placeholder}
        className="min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 text-small placeholder:text-soft sm:w-72"
      />
      <Button type="submit" look="secondary" aria-label={m.admin_find()} className="px-3.5">
        <Search className="size-4" aria-hidden />
      </Button>
    </Form>
  )
}
