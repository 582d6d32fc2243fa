/*
 * The shop's comfort without a framework: its pages are complete as HTML, and this adds suggestions to the search field,
 * keys that reach it, and changes of the cart that leave the reader where they are. Loaded as a module after the page; everything works without it.
 */
import { suggestIn } from './suggest.ts'
import { swapForms } from './swap.ts'

swapForms()

const field = document.querySelector<HTMLInputElement>('form[data-suggest] input[type="search"]')
if (field !== null) {
  // Not before somebody goes there: where the page has a framework, it must find the document as the server wrote it.
  field.addEventListener('focus', () => suggestIn(field), { once: true })
  addEventListener('keydown', (event) => {
    const isPalette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'
    const isSlash = event.key === '/' && !(event.target as Element).closest('input, textarea, select, [contenteditable]')
    if (!isPalette && !isSlash) return
    event.preventDefault()
    field.focus()
    field.select()
  })
}
