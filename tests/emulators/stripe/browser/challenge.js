/** Inside the challenge's iframe: tells the page that the buyer can be let go, once the answer is stored. */
;(() => {
  const parentOrigin = new URLSearchParams(location.search).get('parent')
  if (parentOrigin === null || window.parent === window) return
  const answered = document.documentElement.dataset.answered === 'true'
  window.parent.postMessage({ type: `stripe-stand-in:${answered ? 'challenge-answered' : 'ready'}` }, parentOrigin)
})()
