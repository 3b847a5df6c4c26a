import fc from 'fast-check'

// Properties are tried on the same examples in every run, so that a change that is not at fault does not fail. Another
// seed, here or in one test, tries others.
fc.configureGlobal({ seed: 1450 })
