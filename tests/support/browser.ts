import { prepareBrowser } from '#tests/e2e/browser.ts'

/** Vitest's global setup of the projects that open a browser. */
export default prepareBrowser
