import { defineConfig } from 'vitest/config'

/** One project per kind of proof; `npm test` runs them all, each script below `test:` runs one. */
export default defineConfig({
  test: {
    // Half of what tests do is wait: for a browser, a process that starts, a clock.
    maxWorkers: 3,
    maxConcurrency: 2,
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          include: ['tests/{pure,domains,db,api,queues,web}/**/*.test.ts', 'tests/*.test.ts'],
          setupFiles: ['tests/support/quiet.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'contracts',
          isolate: false,
          include: ['tests/contracts/**/*.test.ts'],
          globalSetup: ['tests/support/browser.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'workerd',
          include: ['tests/workerd/**/*.test.ts'],
          globalSetup: ['tests/support/bundle.ts'],
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: ['tests/support/bundle.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/bundle.ts', 'tests/support/browser.ts'],
          testTimeout: 120_000,
          // A page is asked again until it shows what is expected.
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
