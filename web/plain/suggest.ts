type Suggestion = { kind: 'category' | 'brand' | 'listing'; text: string; slug: string | null }

/** How long typing rests before we ask, and the fewest letters worth asking for. */
const REST_MS = 120
const LETTERS_MIN = 2

/**
 * Suggestions below a search field, by the combobox pattern of ARIA 1.2: arrows walk, Enter goes, Escape closes, the field
 * keeps the focus. Answers that come too late for what is typed by now are dropped. Texts come from the form's `data-*`.
 */
export function suggestIn(field: HTMLInputElement): void {
  const form = field.form
  if (form === null) return
  const list = document.createElement('ul')
  const status = document.createElement('span')
  list.id = `${field.id}-suggestions`
  list.role = 'listbox'
  list.hidden = true
  list.className = 'suggestions'
  list.setAttribute('aria-label', form.dataset.suggest ?? '')
  status.role = 'status'
  status.className = 'sr-only'
  form.insertAdjacentElement('beforeend', list)
  form.insertAdjacentElement('beforeend', status)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
  }))
    field.setAttribute(name, value)
  field.autocomplete = 'off'

  let timer = 0
  let asked = ''
  let current = -1

  const options = () => [...list.children] as HTMLLIElement[]
  const close = () => {
    list.hidden = true
    current = -1
    field.setAttribute('aria-expanded', 'false')
    field.removeAttribute('aria-activedescendant')
  }
  const walkTo = (index: number) => {
    current = index
    options().forEach((option, at) => {
      option.ariaSelected = String(at === index)
    })
    const option = options()[index]
    if (option) field.setAttribute('aria-activedescendant', option.id)
    else field.removeAttribute('aria-activedescendant')
  }
  const show = (items: Suggestion[]) => {
    list.replaceChildren(...items.map((item, at) => optionOf(item, `${list.id}-${at}`)))
    walkTo(-1)
    list.hidden = items.length === 0
    field.setAttribute('aria-expanded', String(items.length > 0))
    status.textContent = items.length === 0 ? '' : (form.dataset.suggestCount ?? '').replace('{n}', String(items.length))
  }
  const ask = async () => {
    const words = field.value.trim()
    asked = words
    if (words.length < LETTERS_MIN) return close()
    const response = await fetch(`/api/v1/search/suggestions?q=${encodeURIComponent(words)}`).catch(() => null)
    if (response?.ok !== true || asked !== words || document.activeElement !== field) return
    show(((await response.json()) as { items: Suggestion[] }).items)
  }

  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), REST_MS)
  })
  field.addEventListener('blur', () => setTimeout(close, 150))
  field.addEventListener('keydown', (event) => {
    if (list.hidden) return
    const count = options().length
    if (event.key === 'Escape') close()
    else if (event.key === 'ArrowDown') walkTo(current + 1 >= count ? -1 : current + 1)
    else if (event.key === 'ArrowUp') walkTo(current < 0 ? count - 1 : current - 1)
    else if (event.key === 'Enter' && current >= 0) location.assign(options()[current]?.dataset.to ?? '')
    else return
    event.preventDefault()
  })
}

function optionOf({ kind, text, slug }: Suggestion, id: string): HTMLLIElement {
  const option = document.createElement('li')
  option.id = id
  option.role = 'option'
  option.dataset.kind = kind
  option.dataset.to = kind === 'category' ? `/c/${slug}` : kind === 'listing' ? `/p/${slug}` : `/search?q=${encodeURIComponent(text)}`
  option.textContent = text
  option.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    location.assign(option.dataset.to ?? '')
  })
  return option
}
